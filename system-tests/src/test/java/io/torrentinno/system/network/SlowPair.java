package io.torrentinno.system.network;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.Testbed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An agent that shares and one that fetches, slowly enough to interfere. */
public record SlowPair(AgentProcess seeder, AgentProcess fetcher) {
  /** Starts both, and a tracker. */
  public static SlowPair start(Testbed testbed, int bytesPerSecond) throws IOException {
    Network network = testbed.closing(new Network(testbed.tracker().uri(), bytesPerSecond));
    List<AgentProcess> agents = testbed.agents(network.trackerPort(), "seeder", "fetcher");
    return new SlowPair(agents.get(0), agents.get(1));
  }

  /** Has the one share and the other fetch, and returns at once with the info-hash. */
  public String begin(Path file) {
    String infoHash = seeder.api().share(file).infoHash();
    fetcher.api().add(seeder.api().manifest(infoHash));
    return infoHash;
  }
}
