package io.torrentinno.system.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A running tracker. */
public final class TrackerProcess {
  /** Up soon; there is too little work for the second compiler to pay off. */
  private static final List<String> JVM = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1");

  private final ServiceProcess process;
  private final int port;

  private TrackerProcess(ServiceProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  static TrackerProcess start(Path log, int port, List<String> options) {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--server.port=" + port);
    return new TrackerProcess(
        ServiceProcess.start("torrentinno.tracker.jar", log, JVM, arguments), port);
  }

  TrackerProcess awaitReady() {
    Awaitility.await("tracker on port " + port)
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> HttpAnswer.isOk(uri().resolve("/actuator/health/readiness")));
    return this;
  }

  /** The HTTP port on 127.0.0.1. */
  public int port() {
    return port;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public Metrics metrics() {
    return Metrics.scrape(uri());
  }

  ServiceProcess process() {
    return process;
  }
}
