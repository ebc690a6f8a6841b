package io.torrentinno.agent.manifest.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.torrentinno.agent.manifest.download.ManifestUrlException.Reason;
import io.torrentinno.agent.outgoing.Outgoing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestUrlsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ManifestUrls strict = new ManifestUrls(Outgoing.strict());
  @TempDir Path folder;
  private HttpServer web;
  private Path file;

  @BeforeEach
  void startWebServer() throws IOException {
    file = folder.resolve("manifest.json");
    web = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    web.createContext("/m", exchange -> answer(exchange, 200, exchange.getRequestURI().toString()));
    web.createContext("/here", exchange -> redirect(exchange, url("/m")));
    web.createContext(
        "/metadata", exchange -> redirect(exchange, "http://169.254.169.254/latest/meta-data"));
    web.createContext("/mail", exchange -> redirect(exchange, "http://192.0.2.1:25/m"));
    web.start();
  }

  @AfterEach
  void stopWebServer() {
    web.stop(0);
  }

  @Test
  void refusesServersOfThisMachine() {
    ManifestUrlException refused = failure(strict, url("/m"));

    assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(refused)
        .hasMessageContaining("127.0.0.1 is a loopback address;")
        .hasMessageContaining("torrentinno.agent.allow-addresses=127.0.0.1 allows it");
  }

  @ParameterizedTest
  @CsvSource({"/metadata, metadata service", "/mail, port 25"})
  void refusesRedirects(String path, String why) {
    ManifestUrlException refused = failure(new ManifestUrls(Outgoing.loopback()), url(path));

    assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(refused).hasMessageContaining(why);
  }

  @Test
  void trustsTheUrlThatAPersonTypesAndNotWhereItRedirects() throws Exception {
    assertThat(strict.fetchTyped(url("/m?x=1"), file)).isEqualTo(URI.create(url("/m?x=1")));
    assertThat(file).hasContent("/m?x=1");

    ManifestUrlException refused =
        catchThrowableOfType(
            ManifestUrlException.class, () -> strict.fetchTyped(url("/here"), file));
    assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void connectsToTheAddressThatWasCheckedThoughTheNameHasAnotherNow() throws Exception {
    Queue<InetAddress> lookUps =
        new ArrayDeque<>(List.of(LOOPBACK, InetAddress.ofLiteral("169.254.169.254")));
    ManifestUrls urls = new ManifestUrls(Outgoing.loopback(lookUps));
    String rebound = "http://rebound.invalid:" + web.getAddress().getPort() + "/m";

    urls.fetch(rebound, file);

    assertThat(file).hasContent("/m");
    assertThat(lookUps).hasSize(1);
    assertThat(failure(urls, rebound).reason()).isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void cleansWhatTheServerSays() throws Exception {
    String answer =
        "HTTP/1.1 302 Found\r\nLocation: ftp://\u001b[2J\u009b\r\nContent-Length: 0\r\n\r\n";

    assertThat(failure(new ManifestUrls(Outgoing.loopback()), served(answer)))
        .message()
        .doesNotContain("\u001b", "\u009b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n{}"
      })
  void readsAnswersOfEachForm(String answer) throws Exception {
    new ManifestUrls(Outgoing.loopback()).fetch(served(answer), file);

    assertThat(file).hasContent("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void refusesBrokenAnswers(String answer) throws Exception {
    assertThat(failure(new ManifestUrls(Outgoing.loopback()), served(answer)).reason())
        .isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void asksTheProxyOfTheOperatorAndStillRefusesThisMachine() throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(new ThroughTheServer());
    try {
      strict.fetch("http://files.invalid/m", file);
      assertThat(file).hasContent("http://files.invalid/m");
      assertThat(failure(strict, "http://localhost/m").reason()).isEqualTo(Reason.FORBIDDEN);
      assertThat(failure(strict, "http://[::1]/m").reason()).isEqualTo(Reason.FORBIDDEN);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  private final class ThroughTheServer extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return List.of(new Proxy(Proxy.Type.HTTP, web.getAddress()));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  private ManifestUrlException failure(ManifestUrls urls, String url) {
    return catchThrowableOfType(ManifestUrlException.class, () -> urls.fetch(url, file));
  }

  /** The URL of a server that sends these bytes to its first caller. */
  private static String served(String answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
    CompletableFuture.runAsync(
        () -> {
          try (server;
              Socket caller = server.accept()) {
            caller.getInputStream().read(new byte[4096]);
            caller.getOutputStream().write(answer.getBytes(UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
    return "http://127.0.0.1:" + server.getLocalPort() + "/m";
  }

  private String url(String path) {
    return "http://127.0.0.1:" + web.getAddress().getPort() + path;
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    answer(exchange, 302, "");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
