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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
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
  private final Supplier<Meddler> meddlers;
  private final Map<Integer, Gateway> gateways = new ConcurrentHashMap<>();

  private Network(URI tracker, int bytesPerSecond, Supplier<Meddler> meddlers) throws IOException {
    this.tracker = tracker;
    this.throttle = new Throttle(bytesPerSecond);
    this.meddlers = meddlers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/peers", this::announce);
    server.start();
  }

  /** One that carries so many bytes a second, all peers together. */
  public static Network slow(URI tracker, int bytesPerSecond) throws IOException {
    return new Network(tracker, bytesPerSecond, () -> (buffer, length) -> {});
  }

  /**
   * One that also damages every block that one peer sends.
   *
   * @param corruptPeer its id in hex
   */
  public static Network corrupting(URI tracker, int bytesPerSecond, String corruptPeer)
      throws IOException {
    return new Network(tracker, bytesPerSecond, () -> new PieceCorrupter(corruptPeer));
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
      body.put("publicPort", "" + gateways.computeIfAbsent(port, this::gateway).port());
      HttpAnswer answer = HttpAnswer.to("POST", tracker.resolve("/peers"), body.toString());
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), 0);
      exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Gateway gateway(int port) {
    try {
      return new Gateway(port, throttle, meddlers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
