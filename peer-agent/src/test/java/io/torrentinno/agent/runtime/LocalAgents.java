package io.torrentinno.agent.runtime;

import io.torrentinno.agent.engine.SessionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Agents on loopback. */
final class LocalAgents {
  private LocalAgents() {}

  /**
   * How one is set up that has no limits.
   *
   * @param dataDir made where it is missing
   * @param shareDirs further folders whose files it may share
   */
  static AgentOptions options(Path dataDir, int trackerPort, Path... shareDirs) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new AgentOptions(
        Files.createDirectories(dataDir),
        List.of(shareDirs),
        new InetSocketAddress(loopback, 0),
        null,
        loopback.getHostAddress(),
        trackerPort,
        50,
        8 << 20,
        RateLimits.NONE,
        SessionSettings.Sharing.DEFAULT);
  }
}
