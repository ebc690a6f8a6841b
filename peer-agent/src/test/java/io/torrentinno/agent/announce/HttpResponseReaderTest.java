package io.torrentinno.agent.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseReaderTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @Test
  void readsAnswersThatFollowEachOther() throws IOException {
    HttpResponseReader answers =
        reading(OK + "Content-Length: 3\r\n\r\none" + OK + "content-length:5\r\n\r\nthree");

    assertThat(body(answers.read())).isEqualTo("one");
    assertThat(body(answers.read())).isEqualTo("three");
  }

  @Test
  void putsChunksTogether() throws IOException {
    HttpResponseReader answers =
        reading(
            OK
                + "Transfer-Encoding: chunked\r\n\r\n3;why=not\r\none\r\nA\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"
                + "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n");

    assertThat(body(answers.read())).isEqualTo("one0123456789");
    assertThat(answers.read().status()).isEqualTo(404);
  }

  @Test
  void passesOverWhatOnlyAnnouncesAnAnswer() throws IOException {
    HttpResponseReader answers =
        reading(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 no\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");

    HttpResponse answer = answers.read();

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.retryAfter()).isEqualTo("7");
    assertThat(answer.last()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\n\r\n{}",
      })
  void seesThatNoOtherAnswerFollows(String text) throws IOException {
    HttpResponse answer = reading(text).read();

    assertThat(body(answer)).isEqualTo("{}");
    assertThat(answer.last()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n400000\r\n",
      })
  void refusesWhatIsNoAnswer(String text) {
    HttpResponseReader answers = reading(text);

    assertThatExceptionOfType(ProtocolException.class).isThrownBy(answers::read);
    assertThat(answers.hasBegun()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n"})
  void refusesAHeadThatDoesNotEnd(String beginning) {
    HttpResponseReader answers =
        reading(beginning + "y: z\r\n".repeat(HttpResponseReader.MOST_HEAD_BYTES / 5));

    assertThatExceptionOfType(ProtocolException.class).isThrownBy(answers::read);
  }

  @Test
  void noticesWhereverAnAnswerBreaksOff() {
    String whole = OK + "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n";
    for (int length = 0; length < whole.length(); length++) {
      HttpResponseReader answers = reading(whole.substring(0, length));

      assertThatExceptionOfType(EOFException.class).isThrownBy(answers::read);
      assertThat(answers.hasBegun()).isEqualTo(length > 0);
    }
  }

  private static HttpResponseReader reading(String text) {
    return new HttpResponseReader(
        new BufferedInputStream(new ByteArrayInputStream(text.getBytes(ISO_8859_1))));
  }

  private static String body(HttpResponse answer) {
    return new String(answer.body().toArray(), ISO_8859_1);
  }
}
