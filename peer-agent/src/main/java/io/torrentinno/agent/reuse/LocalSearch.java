package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.tree.FileLinks;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PieceLayout;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the bytes of a resource in the agent's other resources, when the transfer begins. It
 * compares names and hashes and reads no content. The results take memory until the resource is
 * complete; an agent that fetches nothing keeps no results.
 *
 * @param held the resources of the agent
 * @param memory for the hashes of pieces
 * @param hardLinks whether downloads may share whole files
 */
public record LocalSearch(
    StateFolder state, HeldResources held, MemoryBudget memory, boolean hardLinks) {
  private static final Logger log = LoggerFactory.getLogger(LocalSearch.class);

  private static final int FEWEST = 16;

  /** Looking at a resource takes about as long as fetching so many bytes. */
  private static final int BYTES_PER_RESOURCE = 4096;

  /** A transfer does not begin before the search has ended. */
  private static final Duration MOST = Duration.ofSeconds(10);

  /**
   * Looks for all that is missing; blocks.
   *
   * @param target what is fetched
   * @param verified the pieces that are there
   */
  public LocalContent search(SavedResource target, ResourceStorage storage, Bitfield verified) {
    if (verified.isFull()
        || !(target.manifest() instanceof ManifestV2 manifest)
        || !(storage.hashes() instanceof LayerStore layers)) {
      return LocalContent.nothing();
    }
    PieceLayout layout = manifest.layout();
    List<HeldContent> holders = holders(manifest, layout.length() - layout.bytesIn(verified));
    if (holders.isEmpty()) {
      return LocalContent.nothing();
    }
    LocalMatching matching = new LocalMatching(state, manifest, layers, verified);
    if (!LocalMatching.hasLayers(manifest.files())) {
      return matching.match(holders, memory); // Which reads nothing from the disk.
    }
    CompletableFuture<LocalContent> search =
        CompletableFuture.supplyAsync(() -> matching.match(holders, memory), state.diskThreads());
    try {
      return search.get(MOST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      log.warn("{} is fetched without copies from other resources", manifest.name(), e);
    } catch (TimeoutException e) {
      log.warn(
          "{} is fetched without copies from other resources: the disk is slow", target.file());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    search.thenAccept(LocalContent::close);
    return LocalContent.nothing();
  }

  /** The files that a download may share with others when it begins. */
  public FileLinks links(SavedResource target) {
    return hardLinks && !target.inPlace() && target.manifest() instanceof ManifestV2 manifest
        ? new LinkedFiles(this, target, manifest)
        : FileLinks.NONE;
  }

  /**
   * Where to look: for few bytes at few resources, so that thousands of small ones can be added.
   *
   * @param missing bytes
   */
  List<HeldContent> holders(ManifestV2 target, long missing) {
    InfoHash previous = target.envelope().previous();
    Stream<HeldContent> others =
        held.some(FEWEST + missing / BYTES_PER_RESOURCE)
            .filter(each -> !each.infoHash().equals(target.infoHash()))
            .filter(each -> !each.infoHash().equals(previous));
    HeldContent before = previous == null ? null : held.find(previous);
    return Stream.concat(Stream.ofNullable(before), others)
        .sorted(Comparator.comparingInt(each -> rank(target, each)))
        .toList();
  }

  /** The previous version comes first, then what has the same name, of those that are looked at. */
  private static int rank(ManifestV2 target, HeldContent other) {
    if (other.infoHash().equals(target.envelope().previous())) {
      return 0;
    }
    return other.manifest().name().equals(target.name()) ? 1 : 2;
  }
}
