package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.cli.CommandLineTool;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.outgoing.Outgoing;
import io.torrentinno.agent.resource.view.AgentOptions;
import io.torrentinno.agent.runtime.LocalTracker;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A tracker and agents on loopback, and runs of {@code torrentinno get}. */
abstract class GetRuns {
  @TempDir Path folder;
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  LocalTracker tracker;

  @BeforeEach
  void startTracker() throws Exception {
    tracker = new LocalTracker();
  }

  @AfterEach
  void stopTracker() {
    tracker.close();
  }

  /** The folder that gets what is fetched. */
  Path target() {
    return folder.resolve("target");
  }

  TrackerAddress address() {
    return new TrackerAddress("127.0.0.1", tracker.port());
  }

  /** Runs the command; returns its exit status. */
  int get(String source, String... more) {
    String[] usual = {
      "get", source, "-o", target().toString(), "--tracker", "127.0.0.1:" + tracker.port()
    };
    return CommandLineTool.run(
        Stream.of(usual, more).flatMap(Stream::of).toArray(String[]::new),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        new GetCommand(() -> {}));
  }

  /**
   * Runs it on another thread.
   *
   * @param asked ends the run when it is counted down
   */
  CompletableFuture<Path> begin(
      String link, Duration seedFor, GetSecurity security, CountDownLatch asked) {
    GetRun.Wanted wanted =
        new GetRun.Wanted(target(), GetChoice.ALL, address(), List.of(), seedFor);
    ProgressLine progress = new ProgressLine(new PrintWriter(err, true), false, 80);
    GetSource source = GetSource.of(link);
    return CompletableFuture.supplyAsync(
        () -> new GetRun(wanted, progress, asked, security).get(source));
  }

  /** Starts an agent with a data folder of this name; the caller closes it. */
  TorrentAgent agent(String name, PeerTls tls) throws Exception {
    Path data = Files.createDirectories(folder.resolve(name));
    return TorrentAgent.start(
        new AgentOptions(
            data,
            List.of(),
            List.of(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            null,
            new AgentOptions.Tracker(address(), () -> null),
            2,
            new AgentOptions.Connections(50, 100, 100),
            8 << 20,
            RateLimits.NONE,
            SessionSettings.Sharing.DEFAULT,
            Outgoing.loopback(),
            AgentOptions.Reuse.COPIES,
            tls),
        (_, _) -> {});
  }
}
