package io.torrentinno.system.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A running tracker. */
public final class TrackerProcess {
  /** Up soon; there is too little work for the second compiler to pay off. */
  private static final ServiceProcess.Jar JAR =
      new ServiceProcess.Jar(
          "torrentinno.tracker.jar",
          List.of(
              "-Xmx128m",
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow"),
          List.of());

  private final ServiceProcess process;
  private final Host host;
  private final int port;

  private TrackerProcess(ServiceProcess process, Host host, int port) {
    this.process = process;
    this.host = host;
    this.port = port;
  }

  static TrackerProcess start(Path log, Host host, int port, List<String> options) {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("--server.address=" + host.address());
    arguments.add("--server.port=" + port);
    return new TrackerProcess(ServiceProcess.start(host, JAR, log, arguments), host, port);
  }

  TrackerProcess awaitReady() {
    Awaitility.await("tracker on port " + port)
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> HttpAnswer.isOk(uri().resolve("/actuator/health/readiness")));
    return this;
  }

  /** The HTTP port. */
  public int port() {
    return port;
  }

  /** {@code host:port}, as agents are told it. */
  public String address() {
    return host.with(port);
  }

  public URI uri() {
    return host.http(port);
  }

  public Metrics metrics() {
    return Metrics.scrape(uri());
  }

  /** Ends it as a crash would: {@code kill -9}. */
  public void kill() {
    process.kill();
  }

  ServiceProcess process() {
    return process;
  }
}
