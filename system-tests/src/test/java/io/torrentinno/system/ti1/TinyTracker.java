package io.torrentinno.system.ti1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Just enough of a tracker for one resource, to try the TI/1 client against itself. */
final class TinyTracker implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final Map<String, JsonNode> peers = new ConcurrentHashMap<>();

  TinyTracker() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/peers", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode peer = JSON.readTree(exchange.getRequestBody());
      peers.put(peer.required("peerId").stringValue(), peer);
      String infoHash = peer.required("infoHash").stringValue();
      Map<String, Object> body = Map.of("infoHash", infoHash, "peers", peers.values());
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(JSON.writeValueAsBytes(body));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
