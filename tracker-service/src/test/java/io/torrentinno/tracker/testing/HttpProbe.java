package io.torrentinno.tracker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Talks to a server on the loopback as any HTTP client would. */
public final class HttpProbe implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http;
  private final URI base;

  /** Talks to 127.0.0.1 at that port. */
  public HttpProbe(int port) {
    this(HttpClient.newBuilder(), "http://127.0.0.1:" + port);
  }

  /** Talks TLS to 127.0.0.1 at that port. */
  public HttpProbe(int port, SSLContext tls) {
    this(HttpClient.newBuilder().sslContext(tls), "https://127.0.0.1:" + port);
  }

  private HttpProbe(HttpClient.Builder client, String base) {
    this.http = client.version(Version.HTTP_1_1).build();
    this.base = URI.create(base);
  }

  /** Gets a path. */
  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  /** Posts JSON, or what is meant to be. */
  public HttpResponse<String> postJson(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** A request to a path, to be completed and given to {@link #send}. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
  }

  /** Sends a request, and gives the whole answer. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
