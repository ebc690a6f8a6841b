package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.bodies.BodySettings;
import io.torrentinno.agent.manifest.ManifestTexts;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Reads manifests that have arrived. The memory budget limits how many are read at a time. A long
 * manifest is read on another thread than the request.
 */
@Component
final class ManifestBodies {
  private final MemoryBudget memory;
  private final ManifestThreads threads;
  private final BodySettings settings;

  ManifestBodies(MemoryBudget manifestMemory, ManifestThreads threads, BodySettings settings) {
    this.memory = manifestMemory;
    this.threads = threads;
    this.settings = settings;
  }

  /** Opens the text of a manifest. */
  interface Text {
    InputStream open() throws IOException;
  }

  /**
   * Blocking. Reads a manifest, and calls {@code use} while its memory is reserved.
   *
   * @param length bytes of the text
   * @return the result of {@code use}
   * @throws io.torrentinno.agent.memory.MemoryShortage when the memory is not free in time
   * @throws ManifestException when the text is not a manifest
   */
  <T> T read(Text text, long length, Function<ResourceManifest, T> use)
      throws IOException, ManifestException {
    try (MemoryBudget.Reservation _ =
        memory.reserve(ManifestReader.memoryFor(length), settings.maxWait())) {
      return use.apply(threads.call(length, () -> ManifestTexts.read(text::open)));
    }
  }
}
