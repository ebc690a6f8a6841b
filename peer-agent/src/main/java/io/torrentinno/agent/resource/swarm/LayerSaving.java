package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From time to time saves the hashes that peers have sent, so that they need not be fetched again
 * after a crash. Belongs to one event loop, and saves on another thread.
 */
final class LayerSaving {
  private static final Logger log = LoggerFactory.getLogger(LayerSaving.class);
  private static final long EVERY = TimeUnit.SECONDS.toNanos(5);

  private final @Nullable LayerStore store;
  private final Executor background;
  private long savedAt;

  /** Saves nothing for a while. */
  LayerSaving(PieceHashes hashes, Executor background, long now) {
    this.store = hashes instanceof LayerStore layers ? layers : null;
    this.background = background;
    this.savedAt = now;
  }

  /** Saves new hashes, if a save is due. */
  void tick(long now) {
    LayerStore layers = store;
    if (layers == null || now - savedAt < EVERY || !layers.hasUnsaved()) {
      return;
    }
    savedAt = now;
    background.execute(() -> {
      try {
        layers.save();
      } catch (IOException e) {
        log.warn(
            "Hashes can't be saved, and are fetched again if this agent ends: {}", e.toString());
      }
    });
  }
}
