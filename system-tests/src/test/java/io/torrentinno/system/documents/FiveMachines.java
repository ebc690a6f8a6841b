package io.torrentinno.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.Host;
import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.namespace.OwnNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The machines of {@code docs/security.md}, which have the addresses that stand there. The root of
 * each is a folder; {@code ssh} and {@code scp} are those of {@code src/test/stand-ins}.
 */
final class FiveMachines {
  static final int NODES = 5;
  static final int HTTPS_PORT = 8090;
  static final int PEER_PORT = 6881;

  private static final String NETWORK = "10.78.0.";
  private static final int TRACKER = 6;
  private static final int STRANGER = 7;
  static final int IMPOSTOR = 8;
  private static final List<Integer> AGENTS = List.of(1, 2, 3, 4, NODES, IMPOSTOR);

  /** So few bytes a second that a transfer is under way for long enough to be looked at. */
  private static final int SLOWLY = 100_000;

  /** What spares time: each command and each agent is a process, and most of them start at once. */
  private static final String QUICKLY = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  /** The test waits for an agent to read its new certificate. */
  private static final String AGENT =
      QUICKLY
          + " -Xmx128m -Dspring.aot.enabled=true -Dspring.ssl.bundle.watch.file.quiet-period=1s";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Testbed testbed;
  private final Path roots;
  private final Shell own;
  private final Map<Integer, Shell> machines = new HashMap<>();
  private final Map<String, TlsClient> clients = new ConcurrentHashMap<>();

  /**
   * Machines on which nothing runs.
   *
   * @param temporary a folder without blanks in its path, which commands do not quote
   */
  FiveMachines(Testbed testbed, Path temporary) throws IOException {
    this.testbed = testbed;
    roots =
        Files.createSymbolicLink(
            temporary.resolve("machines"), testbed.directory().toAbsolutePath());
    testbed.closing(() -> Files.delete(roots));
    Path standIns = Path.of("src/test/stand-ins").toAbsolutePath();
    own =
        new Shell(roots.resolve("own"))
            .with("JAVA_OPTS", QUICKLY)
            .with("MACHINES", roots.toString())
            .with("PATH", standIns + ":" + System.getenv("PATH"));
    for (int number = 1; number <= IMPOSTOR; number++) {
      String address = OwnNamespace.host(number).address();
      Path root = roots.resolve(address);
      Shell machine =
          new Shell(root)
              .replacing("/etc/", root + "/etc/")
              .replacing("server.address=" + NETWORK + 1, "server.address=" + address);
      machines.put(number, machine.with("JAVA_OPTS", number == TRACKER ? QUICKLY : AGENT));
    }
  }

  /** Where a person sits who secures the machines. */
  Path ownFolder() {
    return own.folder();
  }

  /** Secures the five machines, and by the same steps an impostor, which has another authority. */
  void prepare() {
    own.run(String.join("", CommandBlock.marked("five-prepare")));
    own.run(
        """
        ./torrentinno ca init other
        ./torrentinno ca issue node-1 other --san %1$s
        ssh root@%1$s mkdir -p /etc/torrentinno
        scp -r other/nodes/node-1 root@%1$s:/etc/torrentinno/tls
        scp application.yaml tokens root@%1$s:/etc/torrentinno/
        """
            .formatted(NETWORK + IMPOSTOR));
  }

  /** Starts the tracker, the five agents and the impostor. */
  void start() throws IOException {
    Shell.Service tracker = testbed.closing(machine(TRACKER).serve(only("five-tracker")));
    Map<Integer, Shell.Service> agents = new TreeMap<>();
    for (int number : AGENTS) {
      agents.put(number, testbed.closing(machine(number).serve(only("five-agent"))));
    }
    URI readiness = URI.create("http://" + NETWORK + TRACKER + ":8080/actuator/health/readiness");
    tracker.awaitReady(() -> isOk(() -> HttpAnswer.to("GET", readiness, null)));
    agents.forEach((number, agent) ->
        agent.awaitReady(
            () -> isOk(() -> call("GET", number, "/actuator/health/readiness", "", ""))));
  }

  void use() {
    own.run(only("five-use"));
  }

  void renew() {
    own.run(only("five-renew"));
  }

  void revoke() {
    own.run(only("five-revoke"));
  }

  /** Starts an agent without a certificate. */
  AgentProcess stranger() throws IOException {
    Host host = OwnNamespace.host(STRANGER);
    return testbed.agentAt(host, "stranger", NETWORK + TRACKER + ":8080");
  }

  /** A file in the data folder of a machine. */
  Path fetched(int node, String name) {
    return machine(node).folder().resolve("torrentinno-data").resolve(name);
  }

  /** Calls an agent with a token, or with none when it is empty. */
  HttpAnswer call(String method, int node, String path, String token, String json) {
    URI uri = URI.create("https://" + NETWORK + node + ":" + HTTPS_PORT).resolve(path);
    return client(node).call(method, uri, token, json);
  }

  /** The token with the scope {@code read}. */
  String reader() {
    return token("monitoring.token");
  }

  JsonNode resources(int node) {
    return get(node, "").json();
  }

  String magnet(int node, String infoHash) {
    return get(node, "/" + infoHash).json().required("magnet").asString();
  }

  String state(int node, String infoHash) {
    return get(node, "/" + infoHash).json().required("state").asString();
  }

  JsonNode peers(int node, String infoHash) {
    return get(node, "/" + infoHash + "/peers").json();
  }

  void add(int node, String magnet) {
    String json = JSON.writeValueAsString(Map.of("magnet", magnet));
    HttpAnswer answer = call("POST", node, "/api/v1/resources", token("alice.token"), json);
    assertThat(answer.status()).as("%s", answer).isLessThan(300);
  }

  /** Forgets a resource, and gives the status of the answer. */
  int remove(int node, String infoHash) {
    String path = "/api/v1/resources/" + infoHash + "?deleteData=false";
    return call("DELETE", node, path, token("alice.token"), "").status();
  }

  /** Lets an agent fetch slowly until its peers have certificates, and gives the names of these. */
  CompletableFuture<Set<String>> certificatesSeenWhileFetching(int node) {
    limitDownloads(node, SLOWLY);
    return CompletableFuture.supplyAsync(() -> {
      Set<String> seen =
          Awaitility.await().until(() -> certificatesSeen(node), it -> !it.isEmpty());
      limitDownloads(node, 0);
      return seen;
    });
  }

  private void limitDownloads(int node, int bytesPerSecond) {
    String json = JSON.writeValueAsString(Map.of("downloadPerSecond", bytesPerSecond));
    HttpAnswer answer = call("PUT", node, "/api/v1/limits", token("alice.token"), json);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private Set<String> certificatesSeen(int node) {
    return resources(node)
        .valueStream()
        .flatMap(it -> peers(node, it.required("infoHash").asString()).valueStream())
        .map(peer -> peer.required("certificate").asString())
        .collect(Collectors.toSet());
  }

  /** How many connections all five have refused for this reason. */
  long refused(String reason) {
    return IntStream.rangeClosed(1, NODES).mapToLong(node -> refused(node, reason)).sum();
  }

  /** How many connections an agent has refused for this reason. */
  long refused(int node, String reason) {
    String series = "torrentinno_agent_tls_refused_total{reason=\"" + reason + "\"}";
    return call("GET", node, "/actuator/prometheus", reader(), "")
        .body()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToLong(line -> Math.round(Double.parseDouble(line.substring(series.length()))))
        .sum();
  }

  /** The serial number of the certificate that a machine shows on a port. */
  BigInteger serial(int node, int port) throws IOException {
    return client(node).serial(NETWORK + node, port);
  }

  private HttpAnswer get(int node, String path) {
    HttpAnswer answer = call("GET", node, "/api/v1/resources" + path, reader(), "");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer;
  }

  private TlsClient client(int node) {
    return clients.computeIfAbsent(node <= NODES ? "ca/ca.crt" : "other/ca.crt", this::trusting);
  }

  private TlsClient trusting(String authority) {
    try {
      return new TlsClient(own.folder().resolve(authority));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String token(String file) {
    return Documents.read(own.folder().resolve(file)).strip();
  }

  private Shell machine(int number) {
    return Objects.requireNonNull(machines.get(number));
  }

  private static String only(String mark) {
    assertThat(CommandBlock.marked(mark)).as("blocks marked with run: %s", mark).hasSize(1);
    return CommandBlock.marked(mark).getFirst();
  }

  /** A call that may fail. */
  private interface Call {
    HttpAnswer answer();
  }

  private static boolean isOk(Call call) {
    try {
      return call.answer().status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
