package io.torrentinno.system.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.tracker.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** An agent that can crash and come back, on the same ports and with the same data folder. */
public final class AgentProcess {
  /** Far less than the files: memory must not grow with them. */
  private static final ServiceProcess.Jar JAR =
      new ServiceProcess.Jar(
          "torrentinno.agent.jar",
          List.of(
              "-Xmx128m",
              "-XX:+UseSerialGC",
              "-Dspring.aot.enabled=true",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow"),
          List.of("--torrentinno.agent.listen-port=0", "--torrentinno.agent.data-dir=%s/data"));

  private final Path directory;
  private final String name;
  private final Host host;
  private final List<String> arguments;
  private final URI uri;
  private final int listenPort;
  private ServiceProcess process;

  private AgentProcess(
      Path directory, String name, Host host, String tracker, List<String> settings) {
    int httpPort = FreePort.next();
    this.directory = directory;
    this.name = name;
    this.host = host;
    this.listenPort = FreePort.next();
    this.uri = host.http(httpPort);
    this.arguments = new ArrayList<>(settings);
    arguments.addAll(
        List.of(
            "--server.address=" + host.address(),
            "--server.port=" + httpPort,
            "--torrentinno.agent.data-dir=" + dataDir(),
            "--torrentinno.agent.share-dirs=" + directory,
            "--torrentinno.agent.allow-without-token=true", // hosts of namespaces are not loopback
            "--torrentinno.agent.listen-address=" + host.address(),
            "--torrentinno.agent.listen-port=" + listenPort,
            "--torrentinno.agent.public-address=" + host.address(),
            "--torrentinno.agent.tracker=" + tracker));
    this.process = launch();
  }

  /**
   * Starts one that may share the files in {@code directory} and has its data folder in there.
   *
   * @param tracker {@code host:port} of the tracker for what it shares
   * @param settings more of them, {@code --name=value}
   */
  static AgentProcess start(
      Path directory, String name, Host host, String tracker, List<String> settings) {
    return new AgentProcess(directory, name, host, tracker, settings);
  }

  AgentProcess awaitReady() {
    Awaitility.await(name + " at " + uri)
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> HttpAnswer.isOk(uri.resolve("/api/v1/resources")));
    return this;
  }

  public AgentApi api() {
    return new AgentApi(uri);
  }

  /** The address of its web page. */
  public URI page() {
    return uri;
  }

  /** Where peers connect to. */
  public int listenPort() {
    return listenPort;
  }

  /** By which other agents know it. */
  public String peerId() throws IOException {
    return Files.readString(dataDir().resolve(".torrentinno/peer-id")).strip();
  }

  public Path dataDir() {
    return directory.resolve(name);
  }

  /** Waits until it has the whole resource, verified, and gives the file's SHA-256. */
  public String awaitComplete(String infoHash) {
    Awaitility.await(name + " has all of " + infoHash)
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> api().get(infoHash).state().equals("seeding"));
    return TestFile.sha256(dataDir().resolve(api().get(infoHash).name()));
  }

  /** Waits until it has at least a part, from 0 to 1, but not all of the resource. */
  public ResourceBody awaitProgress(String infoHash, double part) {
    ResourceBody resource =
        Awaitility.await(name + " has " + part + " of " + infoHash)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> api().get(infoHash), found -> found.progress() >= part);
    assertThat(resource.state()).isEqualTo("downloading");
    return resource;
  }

  /** What it has printed that is more than information. */
  public List<String> complaints() {
    return process.output().filter(line -> !line.isBlank() && !line.contains(" INFO ")).toList();
  }

  /** Ends it as a crash would: {@code kill -9}. */
  public void kill() {
    process.kill();
  }

  /** Asks it to end, as a service manager would. */
  public void stop() {
    process.stop();
  }

  /** Starts it again, after {@link #kill} or {@link #stop}. */
  public void restart() {
    process = launch();
    awaitReady();
  }

  ServiceProcess process() {
    return process;
  }

  private ServiceProcess launch() {
    return ServiceProcess.start(host, JAR, directory.resolve(name + ".log"), arguments);
  }
}
