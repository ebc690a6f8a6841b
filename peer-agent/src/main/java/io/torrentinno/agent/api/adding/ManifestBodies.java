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
 * Reads manifests that have arrived, as many at a time as there is memory for; long ones not on the
 * thread of the request.
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

  /** Where the text of a manifest is. */
  interface Text {
    InputStream open() throws IOException;
  }

  /**
   * Reads a manifest and uses it.
   *
   * @param length bytes of its text
   * @throws io.torrentinno.agent.memory.MemoryShortage when there is no memory in time
   */
  <T> T read(Text text, long length, Function<ResourceManifest, T> use)
      throws IOException, ManifestException {
    try (MemoryBudget.Reservation _ =
        memory.reserve(ManifestReader.memoryFor(length), settings.maxWait())) {
      return use.apply(threads.call(length, () -> ManifestTexts.read(text::open)));
    }
  }
}
