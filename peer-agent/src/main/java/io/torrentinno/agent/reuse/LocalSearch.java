package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.protocol.model.Bitfield;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for bytes of a resource in what the agent holds, when the resource begins to be fetched. It
 * compares names and hashes and reads no content. What it finds takes memory until the resource is
 * complete; an agent that fetches nothing keeps nothing.
 *
 * @param held what the agent holds
 * @param memory for the hashes of pieces
 */
public record LocalSearch(
    StateFolder state, Supplier<Stream<HeldContent>> held, MemoryBudget memory) {
  private static final Logger log = LoggerFactory.getLogger(LocalSearch.class);

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
    List<HeldContent> holders =
        held.get()
            .filter(each -> !each.saved().infoHash().equals(target.infoHash()))
            .sorted(Comparator.comparingInt(each -> rank(manifest, each)))
            .toList();
    if (holders.isEmpty()) {
      return LocalContent.nothing();
    }
    CompletableFuture<LocalContent> search =
        CompletableFuture.supplyAsync(
            () -> new LocalMatching(state, manifest, layers, verified).match(holders, memory),
            state.diskThreads());
    try {
      return search.get(MOST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      log.warn("{} is fetched as if this agent held nothing of it", manifest.name(), e);
    } catch (TimeoutException e) {
      log.warn(
          "{} is fetched as if this agent held nothing of it: the disk is slow", target.file());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    search.thenAccept(LocalContent::close);
    return LocalContent.nothing();
  }

  /** The version before comes first, then what has the same name. */
  private static int rank(ManifestV2 target, HeldContent other) {
    if (other.saved().infoHash().equals(target.envelope().previous())) {
      return 0;
    }
    return other.manifest().name().equals(target.name()) ? 1 : 2;
  }
}
