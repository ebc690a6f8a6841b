package io.torrentinno.agent.announce.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.outgoing.Outgoing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A client of trackers, and what tests read of its answers. */
abstract class TrackerHttpScene {
  static final String OK = "HTTP/1.1 200 OK\r\n";
  static final HttpRequest REQUEST = HttpRequest.post("/peers", "{}".getBytes(ISO_8859_1));
  static final Duration BRIEF = Duration.ofMillis(200);
  static final Duration HOUR = Duration.ofHours(1);

  TrackerHttp http = new TrackerHttp(Timeouts.USUAL, () -> null, Outgoing.loopback());

  @AfterEach
  void close() {
    http.close();
  }

  void restart(Timeouts timeouts) {
    http.close();
    http = new TrackerHttp(timeouts, () -> null, Outgoing.loopback());
  }

  static String body(CompletableFuture<HttpResponse> call) throws Exception {
    return new String(call.get(20, TimeUnit.SECONDS).body().toArray(), ISO_8859_1);
  }

  static HttpFailure failure(CompletableFuture<HttpResponse> call) {
    assertThat(call).failsWithin(Duration.ofSeconds(20));
    return (HttpFailure) call.exceptionNow();
  }
}
