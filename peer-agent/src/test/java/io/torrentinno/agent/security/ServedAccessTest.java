package io.torrentinno.agent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.agent.api.RawHttp;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.token.Scope;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A real server that has tokens, and is told to trust the headers of a proxy. */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    properties = {
      "server.forward-headers-strategy=framework",
      "torrentinno.agent.api.events.keep-alive=1s"
    })
@ExtendWith(OutputCaptureExtension.class)
class ServedAccessTest {
  private static final String PART =
      "--b\r\nContent-Disposition: form-data; name=\"deleteData\"\r\n\r\ntrue\r\n";
  private static final String FILE_PART =
      "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nxxxxxxxx";
  private static final InfoHash MOVIE = Samples.infoHash("movie");
  private static final String JSON = "application/json";
  private static final String ONE = "/api/v1/resources/" + MOVIE;
  private static final TestTokens TOKENS = TestTokens.create();
  private static final String OPERATE = TOKENS.add("operator", Scope.OPERATE);

  @LocalServerPort private int port;
  @Autowired private FakeAgent agent;
  @Autowired private MultipartConfigElement uploads;
  @Autowired private MeterRegistry metrics;

  @DynamicPropertySource
  static void nameTheFile(DynamicPropertyRegistry registry) {
    TOKENS.nameTo(registry);
  }

  @BeforeEach
  void forgetEverything() {
    agent.reset();
    agent.put(
        Samples.status("movie", ResourceState.SEEDING, 9, 9),
        new PieceStatus(new Bitfield(1), new Bitfield(1)),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({"DELETE, /api/v1/resources/1", "GET, /", "GET, /actuator/health"})
  void writesNoPartsOfUnknownCallers(String method, String path) throws Exception {
    String head = head(method, path, "multipart/form-data; boundary=b", 150 << 20);
    Path folder = Path.of(uploads.getLocation());
    try (WatchService watch = folder.getFileSystem().newWatchService();
        RawHttp client = new RawHttp(port)) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);

      assertThat(client.send(head + "\r\n" + PART + FILE_PART).rest())
          .startsWith("HTTP/1.1 401")
          .contains("urn:torrentinno:problem:token-needed");

      Path mark = Files.createFile(folder.resolve("mark"));
      assertThat(watch.take().pollEvents().getFirst().context()).isEqualTo(mark.getFileName());
      Files.delete(mark);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, 204, remove",
    "multipart/form-data; boundary=b, 415, "
  })
  void deletesNoDataBecauseOfABody(String type, int status, @Nullable String call)
      throws IOException {
    String body = type.startsWith("multipart") ? PART + "--b--\r\n" : "deleteData=true";
    String head = head("DELETE", ONE, type, body.length());

    String answer = RawHttp.answer(port, head + bearer(OPERATE) + body);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(agent.calls()).isEqualTo(call == null ? List.of() : List.of(call + " " + MOVIE));
  }

  @Test
  void endsTheStreamOfARevokedToken() throws IOException {
    String token = TOKENS.add("listener", Scope.READ);
    awaitTaken(token);
    try (RawHttp client = new RawHttp(port)) {
      client.send(get("/api/v1/events", token, ""));
      await().until(() -> listeners() == 1);
      TOKENS.revoke("listener");

      assertThat(client.rest()).contains("event: end", "{\"reason\":\"token-ended\"}");
    }
  }

  @Test
  void endsTheStreamOfASessionThatHasEnded() throws IOException {
    String begun = RawHttp.answer(port, head("POST", "/api/v1/session", JSON, 0) + bearer(OPERATE));
    String cookie = "Cookie: " + part(begun, "Set-Cookie: ([^;]+);") + "\r\n";
    String csrf = "X-CSRF-Token: " + part(begun, "\"csrfToken\":\"([^\"]+)\"") + "\r\n";
    try (RawHttp client = new RawHttp(port)) {
      client.send(head("GET", "/api/v1/events", JSON, 0) + cookie + "\r\n");
      await().until(() -> listeners() == 1);
      String out = head("DELETE", "/api/v1/session", JSON, 0) + cookie + csrf + "\r\n";
      assertThat(RawHttp.answer(port, out)).startsWith("HTTP/1.1 204");

      assertThat(client.rest()).contains("event: end", "{\"reason\":\"token-ended\"}");
    }
  }

  @Test
  void countsWrongTokensOfTheConnectionAndNotOfTheAddressThatAHeaderNames() throws IOException {
    String wrong = "ti_" + "B".repeat(43);
    String last = "";
    for (int i = 0; i <= FailedAttempts.BURST; i++) {
      last = RawHttp.answer(port, get("/api/v1/resources", wrong, forwarded("192.0.2." + i)));
    }

    assertThat(last).startsWith("HTTP/1.1 429");
    assertThat(RawHttp.answer(port, get("/api/v1/resources", OPERATE, ""))).contains(" 200 ");
  }

  /** Tomcat includes /error in an answer that it has to cut off. */
  @Test
  void addsNothingToTheAnswerOfAStrangerWhoseBodyDoesNotEnd(CapturedOutput output)
      throws IOException {
    try (RawHttp client = new RawHttp(port)) {
      client.send(head("DELETE", ONE, JSON, 1000) + "\r\n{");

      assertThat(client.rest())
          .startsWith("HTTP/1.1 401")
          .containsOnlyOnce("urn:torrentinno:problem:");
    }
    assertThat(output.getOut()).doesNotContain(" ERROR ");
  }

  private void awaitTaken(String token) {
    await()
        .until(() -> RawHttp.answer(port, get("/api/v1/resources", token, "")).contains(" 200 "));
  }

  private double listeners() {
    return metrics.get("torrentinno.agent.event.listeners").gauge().value();
  }

  private static String forwarded(String address) {
    return "X-Forwarded-For: " + address + "\r\n";
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n\r\n";
  }

  private static String get(String path, String token, String more) {
    return head("GET", path, JSON, 0) + more + bearer(token);
  }

  private static String part(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow().group(1);
  }

  private static String head(String method, String path, String type, int length) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + length
        + "\r\n";
  }
}
