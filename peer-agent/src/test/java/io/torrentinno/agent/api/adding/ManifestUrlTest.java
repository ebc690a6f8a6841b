package io.torrentinno.agent.api.adding;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.api.uploads.UploadFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@ApiTest
class ManifestUrlTest {
  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;
  @Autowired private UploadFolder uploads;
  private HttpServer web;

  @BeforeEach
  void startWebServer() throws IOException {
    agent.reset();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/manifest", exchange -> answer(exchange, 200, Samples.MANIFEST));
    web.createContext("/page", exchange -> answer(exchange, 200, "<html>"));
    web.createContext("/gone", exchange -> answer(exchange, 410, ""));
    web.createContext("/moved", exchange -> redirect(exchange, "/manifest"));
    web.createContext("/moved-with-a-page", ManifestUrlTest::redirectWithAPage);
    web.createContext("/moved-with-a-flood", ManifestUrlTest::redirectWithAFlood);
    web.createContext("/loop", exchange -> redirect(exchange, "/loop"));
    web.createContext("/to-file", exchange -> redirect(exchange, "file:///etc/hostname"));
    web.createContext("/cut-short", ManifestUrlTest::cutShort);
    web.start();
  }

  @AfterEach
  void stopWebServer() {
    web.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/manifest", "/moved", "/moved-with-a-page"})
  void fetchesTheManifestThatAUrlNames(String path) throws IOException {
    add(url(path)).expectStatus().isCreated();

    assertThat(agent.manifest(Samples.infoHash("FunnyVideo.mp4")).layout().count()).isEqualTo(2);
    try (Stream<?> leftovers = java.nio.file.Files.list(uploads.incoming())) {
      assertThat(leftovers).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "manifest.json",
        "file:///etc/hostname",
        "ftp://example.com/m",
        "http:///m",
        "http://example.com:0/m",
        "http://example.com:99999/m",
        "http://under_score/m",
        "https://",
        "http://a b/",
        "jar:file:/x.jar!/m"
      })
  void refusesUrlsThatAreNotOfTheWeb(String url) {
    Problems.expect(add(url), 400, "bad-manifest-url");
  }

  @Test
  void refusesAUrlThatIsNoText() {
    Problems.expect(post(Map.of("manifestUrl", 7)), 400, "bad-manifest-url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/gone", "/loop", "/cut-short", "/moved-with-a-flood"})
  void answers502WhenTheUrlGivesNothing(String path) {
    Problems.expect(add(url(path)), 502, "manifest-unavailable");
  }

  @Test
  void answers502WhenNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    Problems.expect(add("http://127.0.0.1:" + port + "/m"), 502, "manifest-unavailable");
  }

  @Test
  void followsNoRedirectOutOfTheWeb() {
    Problems.expect(add(url("/to-file")), 400, "bad-manifest-url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://169.254.169.254/m", "http://0.0.0.0/m", "http://192.0.2.1:22/m"})
  void refusesAddressesThatTheSettingsDoNotAllow(String url) {
    Problems.expect(add(url), 403, "forbidden-address");
  }

  @Test
  void refusesWhatIsNoManifest() {
    Problems.expect(add(url("/page")), 400, "bad-manifest");
  }

  private ResponseSpec add(String url) {
    return post(Map.of("manifestUrl", url));
  }

  private ResponseSpec post(Object body) {
    return client
        .post()
        .uri("/api/v1/resources")
        .header("Content-Type", "application/json")
        .body(body)
        .exchange();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + web.getAddress().getPort() + path;
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    answer(exchange, 302, "");
  }

  /** Longer than the manifest, so that what is left of it would follow that in a file. */
  private static void redirectWithAPage(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", "/manifest");
    answer(exchange, 302, "<html>" + "moved ".repeat(10_000) + "</html>");
  }

  private static void redirectWithAFlood(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", "/manifest");
    exchange.sendResponseHeaders(302, 0);
    byte[] page = new byte[1 << 16];
    for (int i = 0; i < 64; i++) {
      exchange.getResponseBody().write(page);
    }
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void cutShort(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write('{');
    exchange.getResponseBody().flush();
    throw new IOException("on purpose");
  }
}
