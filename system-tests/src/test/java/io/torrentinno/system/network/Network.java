package io.torrentinno.system.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.torrentinno.system.harness.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries everything that peers say to each other. To them it is the tracker: it passes their
 * announces on to the real one, but with the port of a gateway in place of each peer's own.
 */
public final class Network implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final URI tracker;
  private final Throttle throttle;
  private final Map<Integer, Gateway> gateways = new ConcurrentHashMap<>();
  private final Map<String, Integer> listenPorts = new ConcurrentHashMap<>();
  private final Set<Integer> corrupt = ConcurrentHashMap.newKeySet();

  /**
   * One that carries so many bytes a second, all peers together.
   *
   * @param tracker the real one
   */
  public Network(URI tracker, int bytesPerSecond) throws IOException {
    this.tracker = tracker;
    this.throttle = new Throttle(bytesPerSecond);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/peers", this::announce);
    server.start();
  }

  /** Damages every block that the peer with this port sends from now on. */
  public void corruptBlocksOf(int listenPort) {
    corrupt.add(listenPort);
  }

  /** The port on 127.0.0.1 that takes announces. */
  public int trackerPort() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    throttle.close();
    for (Gateway gateway : gateways.values()) {
      gateway.close();
    }
  }

  private void announce(HttpExchange exchange) throws IOException {
    try (exchange) {
      ObjectNode body = (ObjectNode) JSON.readTree(exchange.getRequestBody());
      int port = Integer.parseInt(body.required("publicPort").asString());
      listenPorts.put(body.required("peerId").asString(), port);
      body.put("publicPort", "" + gateways.computeIfAbsent(port, this::gateway).port());
      HttpAnswer answer = HttpAnswer.to("POST", tracker.resolve("/peers"), body.toString());
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), 0);
      exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Gateway gateway(int port) {
    try {
      return new Gateway(port, throttle, () -> new PieceCorrupter(this::isCorrupt));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isCorrupt(String peerId) {
    return corrupt.contains(listenPorts.getOrDefault(peerId, 0));
  }
}
