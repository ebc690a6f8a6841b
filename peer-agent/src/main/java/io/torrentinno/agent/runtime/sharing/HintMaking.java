package io.torrentinno.agent.runtime.sharing;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.agent.reuse.HeldContent;
import io.torrentinno.agent.reuse.HintMaker;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes copy hints for shared files and folders. A share without hints works, too, but other agents
 * fetch more bytes.
 *
 * @param memory what making them takes from
 */
public record HintMaking(StateFolder state, MemoryBudget memory) {
  private static final Logger log = LoggerFactory.getLogger(HintMaking.class);

  /** A share waits so long for others that make hints. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Reads both versions; blocks.
   *
   * @param root where the new version lies
   * @return the document; null when there is none
   * @throws CancellationException when it was cancelled
   */
  byte @Nullable [] make(
      HeldContent previous, ManifestV2 manifest, Path root, Cancellation cancellation) {
    long bytes = HintMaker.memoryFor(previous.manifest().files(), manifest.files());
    try (MemoryBudget.Reservation _ = memory.reserve(bytes, PATIENCE);
        HintMaker maker = maker(previous, manifest.files(), root)) {
      state.hashing().run(maker, Urgency.PERSON, cancellation);
      return maker.document();
    } catch (IOException | MemoryShortage e) {
      if (cancellation.isCancelled()) {
        throw new CancellationException("cancelled");
      }
      log.info("{} is shared without copy hints: {}", manifest.name(), e.getMessage());
      return null;
    }
  }

  /** Stores hints of a resource, for peers. */
  void save(InfoHash infoHash, byte[] document) {
    try {
      state.hints(infoHash).write(document);
    } catch (IOException e) {
      log.warn("{}: its copy hints can't be stored: {}", infoHash, StorageException.why(e));
    }
  }

  private static HintMaker maker(HeldContent previous, FileTree tree, Path root) {
    return new HintMaker(previous, tree, new TreePaths(root, tree)::of);
  }
}
