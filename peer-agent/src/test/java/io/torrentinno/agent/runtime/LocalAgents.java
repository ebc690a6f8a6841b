package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.outgoing.Outgoing;
import io.torrentinno.agent.resource.view.AgentOptions;
import io.torrentinno.agent.resource.view.AgentOptions.Reuse;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of whole agents on loopback, and a tracker that they know. */
public abstract class LocalAgents {
  @TempDir protected Path folder;

  private final List<TorrentAgent> agents = new ArrayList<>();
  protected LocalTracker tracker;

  @BeforeEach
  void startTracker() throws Exception {
    tracker = new LocalTracker();
  }

  @AfterEach
  void stopEverything() {
    List.copyOf(agents).forEach(this::stop);
    tracker.close();
  }

  /** Of the manifests that agents make of files. */
  protected int manifestVersion() {
    return 2;
  }

  /**
   * Starts one without limits, whose data folder is the one of its name; it may share any file, and
   * download to the folder {@code disk}.
   */
  protected TorrentAgent agent(String name) throws Exception {
    return agent(Files.createDirectories(folder.resolve(name)));
  }

  /** Starts one that encrypts. */
  protected TorrentAgent agent(String name, PeerTls tls) throws Exception {
    Path data = Files.createDirectories(folder.resolve(name));
    return agent(data, List.of(folder.resolve("disk")), SignaturePolicy.off(), Reuse.COPIES, tls);
  }

  /** Starts one with this data folder. */
  protected TorrentAgent agent(Path data) throws Exception {
    return agent(data, List.of(folder.resolve("disk")));
  }

  /** Starts one that takes the manifests that a policy says. */
  protected TorrentAgent agent(String name, SignaturePolicy signatures) throws Exception {
    Path data = Files.createDirectories(folder.resolve(name));
    return agent(data, List.of(folder.resolve("disk")), signatures, Reuse.COPIES);
  }

  /** Starts one that may download to these folders, too. */
  protected TorrentAgent agent(Path data, List<Path> downloadDirs) throws Exception {
    return agent(data, downloadDirs, Reuse.COPIES);
  }

  /** Starts one that uses what it has as {@code reuse} says. */
  protected TorrentAgent agent(Path data, List<Path> downloadDirs, Reuse reuse) throws Exception {
    return agent(data, downloadDirs, SignaturePolicy.off(), reuse);
  }

  private TorrentAgent agent(
      Path data, List<Path> downloadDirs, SignaturePolicy signatures, Reuse reuse)
      throws Exception {
    return agent(data, downloadDirs, signatures, reuse, PeerTls.off());
  }

  private TorrentAgent agent(
      Path data, List<Path> downloadDirs, SignaturePolicy signatures, Reuse reuse, PeerTls tls)
      throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    AgentOptions options =
        new AgentOptions(
            data,
            List.of(folder),
            downloadDirs,
            new InetSocketAddress(loopback, 0),
            null,
            new AgentOptions.Tracker(
                new TrackerAddress(loopback.getHostAddress(), tracker.port()), () -> null),
            manifestVersion(),
            new AgentOptions.Connections(50, 1000, 1000),
            8 << 20,
            RateLimits.NONE,
            SessionSettings.Sharing.DEFAULT,
            Outgoing.encrypting(tls.isRequired()),
            reuse,
            tls);
    TorrentAgent agent = TorrentAgent.start(options, (_, _) -> {}, signatures);
    agents.add(agent);
    return agent;
  }

  /** Stops one, so that another of its name can be started. */
  protected void stop(TorrentAgent agent) {
    agent.close();
    agent.services().tls().close();
    agents.remove(agent);
  }

  protected static InfoHash share(TorrentAgent agent, Path file) {
    return agent.share(new ShareRequest(file, null, "", null)).resource().infoHash();
  }

  protected static void awaitState(TorrentAgent agent, InfoHash infoHash, ResourceState state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(agent.status(infoHash).state()).isEqualTo(state));
  }
}
