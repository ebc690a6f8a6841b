package io.torrentinno.agent.announce.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.announce.http.HttpFailure.Reason;
import io.torrentinno.agent.testing.ScriptedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that cannot be reached, close connections, or do not answer in time. */
class TrackerHttpFailuresTest extends TrackerHttpScene {
  @Test
  void keepsNothingOfATrackerThatWasNeverThere() throws IOException {
    HttpFailure failure = failure(http.send(nobody(), REQUEST));

    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure).hasMessage("the tracker does not answer: connection refused or no route");
    await().untilAsserted(() -> assertThat(http.pools()).isZero());
  }

  @Test
  void tellsAllWhoWaitThatNobodyIsThere() throws IOException {
    URI nobody = nobody();

    List<CompletableFuture<HttpResponse>> calls =
        Stream.generate(() -> http.send(nobody, REQUEST)).limit(100).toList();

    assertThat(calls).allSatisfy(call -> failure(call));
  }

  private static URI nobody() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
  }

  @Test
  void asksAgainWhatAServerLeftUnansweredWhenItClosedTheConnection() throws Exception {
    try (ScriptedServer server = ScriptedServer.sending(OK + "Content-Length: 2\r\n\r\nok")) {
      List<CompletableFuture<HttpResponse>> calls =
          Stream.generate(() -> http.send(server.uri(), REQUEST)).limit(5).toList();

      for (CompletableFuture<HttpResponse> call : calls) {
        assertThat(body(call)).isEqualTo("ok");
      }
    }
  }

  @Test
  void givesUpOnAServerThatOnlyCloses() throws Exception {
    try (ScriptedServer server = ScriptedServer.sending("")) {
      List<CompletableFuture<HttpResponse>> calls =
          Stream.generate(() -> http.send(server.uri(), REQUEST)).limit(5).toList();

      assertThat(calls)
          .allSatisfy(call -> assertThat(failure(call).reason()).isEqualTo(Reason.UNREACHABLE));
    }
  }

  /** As behind a path that forgets connections, and lets new ones pass. */
  @Test
  void asksOverANewConnectionWhenAKeptOneSwallowsWhatIsAsked() throws Exception {
    restart(new Timeouts(HOUR, HOUR, BRIEF, HOUR));
    try (ScriptedServer path =
        new ScriptedServer((connection, _) -> {
          ScriptedServer.read(connection);
          connection
              .getOutputStream()
              .write((OK + "Content-Length: 2\r\n\r\nok").getBytes(ISO_8859_1));
          connection.getInputStream().readAllBytes();
        })) {
      for (int i = 0; i < 5; i++) {
        assertThat(body(http.send(path.uri(), REQUEST))).isEqualTo("ok");
      }
    }
  }

  @Test
  void isToldInTimeThatANewConnectionSwallowsWhatIsAsked() throws Exception {
    restart(new Timeouts(HOUR, BRIEF, BRIEF, HOUR));
    try (ScriptedServer path =
        new ScriptedServer((connection, _) -> connection.getInputStream().readAllBytes())) {
      List<CompletableFuture<HttpResponse>> calls =
          Stream.generate(() -> http.send(path.uri(), REQUEST)).limit(40).toList();

      assertThat(calls)
          .allSatisfy(call ->
              assertThat(failure(call))
                  .hasMessage("the tracker does not answer: it took too long"));
    }
  }

  @Test
  void givesUpOnAnAnswerThatDripsInForever() throws Exception {
    restart(new Timeouts(HOUR, BRIEF, BRIEF, HOUR));
    try (ScriptedServer slow =
        new ScriptedServer((connection, _) -> {
          ScriptedServer.read(connection);
          connection
              .getOutputStream()
              .write((OK + "Content-Length: 1000000\r\n\r\n").getBytes(ISO_8859_1));
          while (true) {
            connection.getOutputStream().write(' ');
          }
        })) {
      assertThat(failure(http.send(slow.uri(), REQUEST)).reason()).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_such_host.invalid", "no.such.host.invalid"})
  void saysThatThereIsNoSuchHost(String host) {
    HttpFailure failure = failure(http.send(URI.create("http://" + host + ":8080"), REQUEST));

    assertThat(failure).hasMessage("the tracker does not answer: there is no host of this name");
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
  }
}
