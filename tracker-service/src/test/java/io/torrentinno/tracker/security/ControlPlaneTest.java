package io.torrentinno.tracker.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.token.TokenText;
import io.torrentinno.tracker.testing.LogOf;
import io.torrentinno.tracker.testing.ServedTracker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Who may use the page, the table of peers, the REST API and the metrics. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      // This machine's proxy may name callers, so that a test can call from elsewhere.
      "torrentinno.tracker.endpoints.trusted-proxies=127.0.0.1/32",
      "torrentinno.tracker.management.networks=10.1.0.0/16",
      "torrentinno.tracker.management.allowed-hosts=tracker.example.net",
      // Would make Tomcat believe headers.
      "server.forward-headers-strategy=native"
    })
class ControlPlaneTest extends ServedTracker {
  private static final String READER = TokenText.create(new SecureRandom());
  private static final String ADMIN = TokenText.create(new SecureRandom());
  private static final String ANNOUNCER = TokenText.create(new SecureRandom());
  private static final String OLD = TokenText.create(new SecureRandom());
  private static final String ELSEWHERE = "192.0.2.1";

  @TempDir private static Path folder;

  @Autowired private TrackerTokens tokens;

  @DynamicPropertySource
  static void tokensFile(DynamicPropertyRegistry registry) {
    registry.add("torrentinno.tracker.tokens-file", () -> file().toString());
  }

  private static Path file() {
    return folder.resolve("tokens");
  }

  @AfterEach
  void forgetTokens() throws IOException {
    Files.writeString(file(), ""); // A deleted file would leave its tokens valid.
    await().until(() -> !tokens.exist());
  }

  private void createTokens() {
    String text =
        line("reader read never", READER)
            + line("admin admin never", ADMIN)
            + line("node announce never", ANNOUNCER)
            + line("old admin 2020-01-01T00:00:00Z", OLD);
    try {
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().until(tokens::exist);
  }

  private static String line(String words, String token) {
    return words + " " + TokenText.hash(token).toHex() + "\n";
  }

  private HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = http.request(path);
    return http.send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> from(String address, String path) {
    return get(path, "X-Forwarded-For", address);
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static String basic(String token) {
    return "Basic " + Base64.getEncoder().encodeToString(("any:" + token).getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/page.js", "/peers", "/api/v1/swarms", "/actuator/prometheus", "/nothing"})
  void servesOnlyThisMachineWithoutTokens(String path) {
    HttpResponse<String> refused = from(ELSEWHERE, path);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(refused.body())
        .contains("urn:torrentinno:problem:forbidden")
        .contains("torrentinno.tracker.tokens-file");
    assertThat(get(path).statusCode()).isEqualTo(path.equals("/nothing") ? 404 : 200);
    assertThat(from("10.1.2.3", path).statusCode()).isNotEqualTo(403);
    assertThat(get("/actuator/prometheus").body())
        .containsPattern("denied_total\\{protocol=\"management\",reason=\"forbidden\"} [1-9]");
  }

  /** The JDK's HTTP client lets nobody choose the {@code Host} header. */
  private String under(String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** Another site can point its name at this machine, and its page can call under that name. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/peers", "/api/v1/swarms", "/actuator/prometheus", "/nothing"})
  void refusesNamesThatAStrangerCanOwnWithoutTokens(String path) throws IOException {
    assertThat(under("evil.example:8080", path))
        .startsWith("HTTP/1.1 403 ")
        .contains("urn:torrentinno:problem:forbidden-host")
        .contains("torrentinno.tracker.management.allowed-hosts");
    assertThat(get("/actuator/prometheus").body())
        .containsPattern("denied_total\\{protocol=\"management\",reason=\"forbidden-host\"} [1-9]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8080",
        "[::1]:8080",
        "127.0.0.1",
        "tracker:8080",
        "tracker.torrentinno.svc.cluster.local",
        "tracker.example.net"
      })
  void servesNamesThatNoStrangerCanOwnAndThoseOfTheSetting(String host) throws IOException {
    assertThat(under(host, "/api/v1/swarms")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void asksForATokenUnderAnyName() throws IOException {
    createTokens();

    assertThat(under("evil.example", "/peers")).startsWith("HTTP/1.1 401 ");
    assertThat(under("evil.example", "/actuator/health")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness"})
  void answersProbesFromEverywhere(String path) {
    assertThat(from(ELSEWHERE, path).statusCode()).isEqualTo(200);
    createTokens();
    assertThat(from(ELSEWHERE, path).statusCode()).isEqualTo(200);
  }

  /** The trusted proxy adds the address at the end; all before it was written by the caller. */
  @ParameterizedTest
  @CsvSource({"X-Forwarded-For, '127.0.0.1, 192.0.2.1'", "X-Forwarded-For, '::1,192.0.2.1'"})
  void believesNoAddressOfTheCaller(String header, String value) {
    HttpResponse<String> refused =
        get("/peers", header, value, "Forwarded", "for=127.0.0.1", "X-Real-IP", "127.0.0.1");

    assertThat(refused.statusCode()).isEqualTo(403);
  }

  /** A proxy that the tracker does not know may pass on the requests of anybody. */
  @ParameterizedTest
  @CsvSource({
    "Via, 1.1 proxy",
    "X-Forwarded-Proto, https",
    "x-forwarded-host, tracker.example.net",
    "Forwarded, for=127.0.0.1",
    "X-Real-IP, 127.0.0.1",
    "X-Forwarded-For, unknown"
  })
  void servesNoCallThroughAProxyThatNamesNoCaller(String header, String value) {
    HttpResponse<String> refused = get("/peers", header, value);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("trusted-proxies");
  }

  @Test
  void servesThisMachineThroughAProxyThatIsTrustedAndSaysSo() {
    assertThat(get("/peers", "X-Forwarded-For", "127.0.0.1", "Via", "1.1 proxy").statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesWaysAroundTheRules() {
    assertThat(from(ELSEWHERE, "/actuator/health/%2e%2e/prometheus").statusCode()).isEqualTo(400);
    assertThat(from(ELSEWHERE, "/error").statusCode()).isEqualTo(403);
    assertThat(from(ELSEWHERE, "/PEERS").statusCode()).isEqualTo(403);
  }

  @Test
  void needsATokenWhenThereAreTokensAlsoOnThisMachine() {
    createTokens();

    HttpResponse<String> refused = get("/peers");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(refused.body()).contains("urn:torrentinno:problem:unauthorized");
    assertThat(get("/peers", "Authorization", bearer(READER)).statusCode()).isEqualTo(200);
    assertThat(get("/peers", "Authorization", bearer(ADMIN)).statusCode()).isEqualTo(200);
    assertThat(get("/actuator/prometheus", "Authorization", bearer(READER)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesTokensThatDoNotSuffice() {
    createTokens();

    HttpResponse<String> lacks = get("/peers", "Authorization", bearer(ANNOUNCER));
    assertThat(lacks.statusCode()).isEqualTo(403);
    assertThat(lacks.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("insufficient_scope");
    assertThat(get("/peers", "Authorization", bearer(OLD)).statusCode()).isEqualTo(401);
    assertThat(get("/peers", "Authorization", bearer("x")).statusCode()).isEqualTo(401);
    assertThat(get("/peers", "Authorization", "Basic !").statusCode()).isEqualTo(401);
  }

  @Test
  void letsABrowserAskForTheTokenAsAPassword() {
    createTokens();

    HttpResponse<String> asked = get("/", "Accept", "text/html");
    assertThat(asked.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");

    assertThat(get("/", "Authorization", basic(READER)).body()).contains("TorrentInno tracker");
    assertThat(post("Authorization", basic(ADMIN)).statusCode()).as("a change").isEqualTo(401);
  }

  private HttpResponse<String> post(String... headers) {
    return http.send(http.request("/api/v1/swarms").headers(headers).POST(BodyPublishers.noBody()));
  }

  @Test
  void needsTheScopeAdminForChanges() {
    createTokens();

    assertThat(post("Authorization", bearer(READER)).statusCode()).isEqualTo(403);
    assertThat(post("Authorization", bearer(ADMIN)).statusCode()).isEqualTo(405);
  }

  @Test
  void refusesChangesThatAnotherSiteMakesABrowserCall() {
    assertThat(post("Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(post("Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(405);
  }

  @Test
  void logsEachCallThatMayChangeSomething() {
    try (LogOf audit = new LogOf("audit")) {
      post("X-Forwarded-For", ELSEWHERE);
      post("X-Forwarded-For", "10.1.2.3");
      createTokens();
      get("/peers", "Authorization", bearer(READER));
      post("Authorization", bearer(ADMIN));
      post("Authorization", bearer(READER), "X-Forwarded-For", ELSEWHERE);
      post("Authorization", bearer(OLD));

      assertThat(audit.lines())
          .containsExactly(
              "INFO who=- from=10.1.2.3 call=\"POST /api/v1/swarms\" status=405",
              "INFO who=admin from=127.0.0.1 call=\"POST /api/v1/swarms\" status=405",
              "INFO who=reader from=192.0.2.1 call=\"POST /api/v1/swarms\" status=403");
    }
  }

  @Test
  void confinesThePage() {
    HttpResponse<String> page = get("/");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'")
        .contains("frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(page.body()).doesNotContain("<style").doesNotContain("<script>");
  }
}
