package io.torrentinno.tracker.api;

import static io.torrentinno.tracker.api.AnnounceJson.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.testing.ServedTracker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BadRequestsTest extends ServedTracker {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "peerId, ``, missing-field",
        "infoHash, ``, missing-field",
        "publicIp, ``, missing-field",
        "publicPort, ``, missing-field",
        "peerId, null, missing-field",
        "peerId, \"12\", invalid-field",
        "peerId, 12, invalid-field",
        "infoHash, \"zz\", invalid-field",
        "publicIp, \"tracker.example.org\", invalid-field",
        "publicIp, \"localhost\", invalid-field",
        "publicIp, \"10.0.0\", invalid-field",
        "publicIp, \"10.0.0.256\", invalid-field",
        "publicIp, \"\", invalid-field",
        "publicPort, 0, invalid-field",
        "publicPort, 65536, invalid-field",
        "publicPort, -1, invalid-field",
        "publicPort, \"\", invalid-field",
        "publicPort, \"80 \", invalid-field",
        "publicPort, 80.5, invalid-field",
        "event, \"paused\", invalid-field",
        "left, -1, invalid-field",
        "left, \"many\", invalid-field",
        "left, 99999999999999999999, invalid-field",
        "numWant, -1, invalid-field",
        "zone, [], invalid-field"
      })
  void namesTheFieldThatIsWrong(String field, String json, String problem) {
    String body = AnnounceJson.of(1, 1).with(field, json.isEmpty() ? null : json).toString();

    HttpResponse<String> response = http.postJson("/peers", body);

    JsonNode details = problem(response, 400, problem);
    assertThat(details.path("detail").asString()).contains(field);
  }

  @Test
  void refusesIdsOfTheWrongLength() {
    String tooShort = quoted("a".repeat(63));

    HttpResponse<String> response =
        http.postJson("/peers", AnnounceJson.of(1, 1).with("peerId", tooShort).toString());

    problem(response, 400, "invalid-field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "nonsense", "{\"peerId\"}", "\u0000"})
  void refusesWhatIsNoJsonObject(String body) {
    problem(http.postJson("/peers", body), 400, "malformed-json");
  }

  @Test
  void refusesWhatFollowsTheObject() {
    problem(http.postJson("/peers", AnnounceJson.of(1, 1) + "{}"), 400, "malformed-json");
  }

  @Test
  void refusesAFieldThatIsThereTwice() {
    String body = AnnounceJson.of(1, 1).toString().replace("{", "{\"publicPort\":1,");

    problem(http.postJson("/peers", body), 400, "duplicate-field");
  }

  @Test
  void refusesJsonOfAnyDepth() {
    problem(http.postJson("/peers", "{\"x\":" + "[".repeat(30_000)), 400, "malformed-json");
  }

  @Test
  void refusesABodyThatSaysItIsTooLarge() {
    problem(http.postJson("/peers", " ".repeat(64 * 1024 + 1)), 413, "body-too-large");
  }

  @Test
  void refusesABodyThatTurnsOutTooLarge() {
    byte[] body = new byte[64 * 1024 + 1];

    HttpResponse<String> response =
        http.send(
            http.request("/peers")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    problem(response, 413, "body-too-large");
  }

  @Test
  void takesABodyOfTheLargestSize() {
    String json = AnnounceJson.of(1, 1).toString();

    HttpResponse<String> response =
        http.postJson("/peers", json + " ".repeat(64 * 1024 - json.length()));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense"})
  void refusesOtherContentTypes(String type) {
    HttpResponse<String> response =
        http.send(
            http.request("/peers")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(AnnounceJson.of(1, 1).toString())));

    problem(response, 415, "unsupported-media-type");
  }

  @Test
  void saysWhenItCannotAnswerInTheWantedForm() {
    HttpResponse<String> response =
        http.send(http.request("/peers").header("Accept", "image/png").GET());

    problem(response, 406, "not-acceptable");
  }

  @Test
  void saysWhichMethodsThereAre() {
    HttpResponse<String> response = http.send(http.request("/peers").DELETE());

    problem(response, 405, "method-not-allowed");
    assertThat(response.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/peers/1",
        "/actuator/env",
        "/actuator/shutdown",
        "/actuator/health/nothing",
        "/error",
        "/error/",
        "/announces"
      })
  void saysThatAPathIsUnknown(String path) {
    problem(http.get(path), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /{ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /x HTTP/1.1\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /announce.php?info_hash=%ab HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /actuator/health?x=% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /peers?limit=x HTTP/1.1\r\nHost: x\r\n\r\n"
      })
  void refusesWhatIsNoHttp(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json", "urn:torrentinno:problem:invalid-request");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "PUT", "PATCH", "TRACE", "LOCK"})
  void knowsTheMethodsOfAPathAlone(String method) throws IOException {
    String request = method + " /api/v1/swarms HTTP/1.1\r\nHost: x\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer)
          .startsWith("HTTP/1.1 405")
          .contains("application/problem+json", "urn:torrentinno:problem:method-not-allowed");
    }
  }

  private static JsonNode problem(HttpResponse<String> response, int status, String name) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.path("type").asString()).isEqualTo("urn:torrentinno:problem:" + name);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
    return problem;
  }
}
