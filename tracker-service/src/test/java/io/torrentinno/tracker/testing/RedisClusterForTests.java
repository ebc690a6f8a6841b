package io.torrentinno.tracker.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import redis.embedded.RedisServer;

/**
 * A Redis Cluster on the loopback, of the real redis-servers that embedded-redis carries: masters
 * that share the slots evenly, and as many replicas for each.
 */
public final class RedisClusterForTests implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int SLOTS = 16_384;
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int masters;
  private final List<Node> nodes = new ArrayList<>();

  private record Node(int port, Path directory, RedisServer server) {}

  private RedisClusterForTests(int masters) {
    this.masters = masters;
  }

  /** Starts one and waits until all of its slots are served. The caller closes it. */
  public static RedisClusterForTests start(int masters, int replicasEach) {
    RedisClusterForTests cluster = new RedisClusterForTests(masters);
    try {
      for (int i = 0; i < masters * (1 + replicasEach); i++) {
        cluster.nodes.add(startNode());
      }
      cluster.join();
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException("no redis-server for this machine", e);
    }
  }

  /** {@code host:port} of all nodes, separated by commas. */
  public String addresses() {
    return nodes.stream().map(node -> HOST + ":" + node.port).collect(Collectors.joining(","));
  }

  /** Ends a master, as a crash does. It stays away. */
  public void kill(int master) {
    stop(nodes.get(master));
  }

  /** Lets no server answer for this time. */
  public void pause(Duration time) {
    nodes.forEach(node -> command(node, "CLIENT PAUSE " + time.toMillis() + " ALL"));
  }

  /** Whether what was a replica of that master serves its slots. */
  public boolean isReplaced(int master) {
    return nodes.stream()
        .filter(node -> nodes.indexOf(node) >= masters)
        .filter(node -> nodes.indexOf(node) % masters == master)
        .anyMatch(node -> command(node, "ROLE").contains("master"));
  }

  /** How many servers have a key at least. */
  public long serversWithKeys() {
    return nodes.stream().filter(node -> !command(node, "DBSIZE").equals("0")).count();
  }

  private static Node startNode() throws IOException {
    int port = FreePort.nextForNode();
    Path directory = Files.createTempDirectory("redis-" + port);
    RedisServer server =
        RedisServer.builder()
            .port(port)
            .bind(HOST)
            .setting("dir " + directory)
            .setting("save \"\"")
            .setting("appendonly no")
            .setting("cluster-enabled yes")
            .setting("cluster-node-timeout " + NODE_TIMEOUT.toMillis())
            .setting("repl-diskless-sync-delay 0")
            .build();
    server.start();
    return new Node(port, directory, server);
  }

  private void join() {
    Node first = nodes.getFirst();
    for (int i = 0; i < masters; i++) {
      String slots =
          IntStream.range(SLOTS * i / masters, SLOTS * (i + 1) / masters)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(" "));
      command(nodes.get(i), "CLUSTER ADDSLOTS " + slots);
    }
    for (int i = 0; i < nodes.size(); i++) {
      command(nodes.get(i), "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
    }
    nodes.forEach(node -> command(node, "CLUSTER MEET " + HOST + " " + first.port));
    await("all nodes know each other", () -> nodes.stream().allMatch(this::knowsAll));
    for (int i = masters; i < nodes.size(); i++) {
      String master = command(nodes.get(i % masters), "CLUSTER MYID");
      command(nodes.get(i), "CLUSTER REPLICATE " + master);
    }
    await("the cluster serves", () -> nodes.stream().allMatch(this::serves));
  }

  private boolean knowsAll(Node node) {
    return command(node, "CLUSTER INFO").contains("cluster_known_nodes:" + nodes.size());
  }

  private boolean serves(Node node) {
    boolean isReplica = nodes.indexOf(node) >= masters;
    return command(node, "CLUSTER INFO").contains("cluster_state:ok")
        && (!isReplica || command(node, "INFO replication").contains("master_link_status:up"));
  }

  private static void await(String what, BooleanSupplier holds) {
    Awaitility.await(what).atMost(PATIENCE).until(holds::getAsBoolean);
  }

  /** Sends a line, and gives what comes back as text, an array's elements one a line. */
  private static String command(Node node, String line) {
    try (Socket socket = new Socket(InetAddress.ofLiteral(HOST), node.port)) {
      socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
      return reply(new DataInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(line.substring(0, Math.min(20, line.length())), e);
    }
  }

  private static String reply(DataInputStream in) throws IOException {
    char kind = (char) in.readByte();
    StringBuilder head = new StringBuilder();
    for (char c = (char) in.readByte(); c != '\n'; c = (char) in.readByte()) {
      head.append(c);
    }
    String text = head.toString().strip();
    return switch (kind) {
      case '-' -> throw new IOException(text);
      case '$' -> new String(in.readNBytes(Integer.parseInt(text) + 2), US_ASCII).strip();
      case '*' -> {
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < Integer.parseInt(text); i++) {
          elements.append(reply(in)).append('\n');
        }
        yield elements.toString();
      }
      default -> text;
    };
  }

  private static void stop(Node node) {
    node.server.stop();
  }

  @Override
  public void close() {
    nodes.forEach(RedisClusterForTests::stop);
    nodes.forEach(node -> delete(node.directory));
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
