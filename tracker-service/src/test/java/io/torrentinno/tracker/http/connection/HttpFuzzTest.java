package io.torrentinno.tracker.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.batch.BatchReader;
import io.torrentinno.tracker.http.endpoints.BencodeCheck;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any bytes on a connection, in pieces of any size. The first byte of an input is the length of the
 * first piece, and the second byte is the length of the other pieces, where 0 stands for one piece.
 * The rest are the bytes that arrive.
 */
class HttpFuzzTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String LENGTH = "\r\nContent-Length: ";

  @FuzzTest(maxDuration = "170s")
  void answersTheSameHoweverRequestsAreCut(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int first = Math.min(input[0] & 0xFF, input.length - 2);
    int step = input[1] == 0 ? input.length : input[1] & 0xFF;

    String whole = answers(input, input.length - 2, input.length);
    String cut = answers(input, first, step);

    assertThat(cut).isEqualTo(whole);
    check(whole);
  }

  private static String answers(byte[] input, int first, int step) {
    try (FuzzedConnection connection = new FuzzedConnection()) {
      connection.send(input, 2, first);
      for (int at = 2 + first; at < input.length; at += step) {
        connection.send(input, at, Math.min(step, input.length - at));
      }
      connection.endInput();
      return connection.answers().replace(CONTINUE, "");
    }
  }

  /** The answers must be complete, and each must have the format that its head names. */
  private static void check(String answers) {
    String rest = answers;
    while (!rest.isEmpty()) {
      int headEnd = rest.indexOf("\r\n\r\n");
      assertThat(headEnd).as("the end of the head of: %s", rest).isPositive();
      String head = rest.substring(0, headEnd);
      assertThat(head).startsWith("HTTP/1.1 ");
      int status = Integer.parseInt(head.substring(9, 12));
      assertThat(status).isIn(200, 400, 405, 406, 413, 415, 429, 431, 503, 505);
      int length = head.indexOf(LENGTH) + LENGTH.length();
      int bodyStart = headEnd + 4;
      boolean hasBody = head.contains(LENGTH);
      int bodyEnd =
          bodyStart + (hasBody ? Integer.parseInt(head.substring(length).split("\r\n", 2)[0]) : 0);
      assertThat(bodyEnd).isLessThanOrEqualTo(rest.length());
      if (hasBody) {
        checkBody(head, status, rest.substring(bodyStart, bodyEnd));
      }
      rest = rest.substring(bodyEnd);
    }
  }

  private static void checkBody(String head, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    if (head.contains("Content-Type: application/problem+json")) {
      JsonNode problem = JSON.readTree(bytes);
      assertThat(problem.path("type").asString()).startsWith("urn:torrentinno:problem:");
      assertThat(problem.path("status").asInt()).isEqualTo(status).isNotEqualTo(200);
    } else if (head.contains("Content-Type: application/json")) {
      assertThat(status).isEqualTo(200);
      try {
        if (JSON.readTree(bytes).has("announces")) {
          assertThat(BatchReader.readResponse(bytes).results()).isNotEmpty();
        } else {
          int listed = JSON.readTree(bytes).path("peers").size();
          assertThat(AnnounceReader.readResponse(bytes).peers()).hasSize(listed);
        }
      } catch (AnnounceException e) {
        throw new AssertionError("no agent can read: " + body, e);
      }
    } else {
      assertThat(head).contains("Content-Type: text/plain");
      assertThat(new BencodeCheck(bytes).valueEnd()).isEqualTo(bytes.length);
    }
  }
}
