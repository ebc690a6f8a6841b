package io.torrentinno.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is answered before a request reaches the API is a problem detail, too. */
@ApiTest
class ContainerAnswersTest {
  private static final String END = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  @LocalServerPort private int port;

  @ParameterizedTest
  @CsvSource({
    "GET /nowhere, 404, not-found",
    "GET /error, 404, not-found",
    "GET /error.html, 404, not-found",
    "GET /api/v1/resources/%zz, 400, bad-request",
    "GET /api/%c0%ae%c0%ae/x, 400, bad-request",
    "GET /api/v1/resources?x=%ff, 400, bad-request",
    "GET /api/v1/resources?wait=%, 400, bad-request",
    "GET /actuator/health?x=%zz, 400, bad-request",
    "GET /api/v1/resources/..%2f..%2fx, 400, bad-request",
    "GET /a\\b, 400, bad-request",
    "GET /a|b, 400, bad-request",
    "GET nowhere, 400, bad-request",
    "TRACE /, 405, method-not-allowed",
    "DELETE /index.html, 405, method-not-allowed",
    "FOO /api/v1/resources, 405, method-not-allowed",
    "F(O /, 400, bad-request"
  })
  void saysWhatIsWrongWithALine(String line, int status, String type) throws IOException {
    expect(RawHttp.answer(port, line + END), status, type);
  }

  @Test
  void saysSoOfOtherVersions() throws IOException {
    expect(RawHttp.answer(port, "GET / HTTP/3.1\r\nHost: localhost\r\n\r\n"), 505, "internal");
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 1\r\nContent-Length: 2\r\n', 400, bad-request",
    "'Content-Length: x\r\n', 400, bad-request",
    "'Transfer-Encoding: what\r\n', 501, internal",
    "'Expect: a-miracle\r\n', 417, bad-request",
    "'Bad Header: 1\r\n', 400, bad-request",
    "'Host: other\r\n', 400, bad-request"
  })
  void saysWhatIsWrongWithAHeader(String header, int status, String type) throws IOException {
    expect(
        RawHttp.answer(
            port,
            "POST /api/v1/resources HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + header
                + "\r\n"),
        status,
        type);
  }

  @Test
  void saysThatAHeadIsTooLong() throws IOException {
    String header = "X-Long: " + "x".repeat(9_000) + "\r\n";

    expect(
        RawHttp.answer(port, "GET / HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n"),
        400,
        "bad-request");
    expect(RawHttp.answer(port, "GET /" + "x".repeat(9_000) + END), 400, "bad-request");
  }

  @Test
  void saysThatARequestHasNoHost() throws IOException {
    expect(RawHttp.answer(port, "GET / HTTP/1.1\r\n\r\n"), 400, "bad-request");
  }

  @ParameterizedTest
  @CsvSource({"text/html", "application/xml", "image/png"})
  void saysSoWhateverFormIsAskedFor(String accept) throws IOException {
    expect(
        RawHttp.answer(
            port,
            "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: "
                + accept
                + "\r\n\r\n"),
        404,
        "not-found");
  }

  private static void expect(String answer, int status, String type) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json")
        .contains("\"type\":\"urn:torrentinno:problem:" + type + "\"")
        .contains("\"status\":" + status)
        .doesNotContain("<html", "Tomcat");
  }
}
