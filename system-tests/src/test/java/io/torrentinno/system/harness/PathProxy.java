package io.torrentinno.system.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A reverse proxy that serves a server below a path and takes that path away, as nginx does with
 * {@code location /agent1/ { proxy_pass http://server/; }}. It passes answers on when they are
 * whole, so no streams of events: those are not found.
 */
public final class PathProxy implements AutoCloseable {
  private static final String PATH = "/agent1/";
  private static final String EVENTS = "/api/v1/events";

  private final URI server;
  private final HttpServer proxy;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** A proxy of a server, on a free port of the loopback. */
  public PathProxy(URI server) throws IOException {
    this.server = server;
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setExecutor(threads);
    proxy.createContext(PATH, this::pass);
    proxy.start();
  }

  /** Where the server's root is found. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort() + PATH);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = "/" + exchange.getRequestURI().toString().substring(PATH.length());
      if (target.startsWith(EVENTS)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.resolve(target))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (type != null) {
        request.header("Content-Type", type);
      }
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(it -> exchange.getResponseHeaders().set("Content-Type", it));
      byte[] body = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    proxy.stop(0);
    client.close();
    threads.close();
  }
}
