package io.torrentinno.tracker.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.http.HttpEndpointUnderTest;
import io.torrentinno.tracker.http.RawHttp;
import io.torrentinno.tracker.store.PromisedStore;
import io.torrentinno.tracker.testing.LogOf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answers when the store answers later, or not at all. */
class SlowStoreOverHttpTest {
  private static final String ANNOUNCE =
      "/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1";
  private static final String JSON =
      """
      {"peerId":"%1$s","infoHash":"%1$s","publicIp":"10.0.0.1","publicPort":"1"}\
      """
          .formatted("ab".repeat(32));

  private final PromisedStore store = new PromisedStore();
  private final HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST, store);
  private final RawHttp http = endpoint.connect();

  @AfterEach
  void close() {
    http.close();
    endpoint.close();
  }

  @Test
  void answersInTheOrderOfTheRequests() {
    http.get(ANNOUNCE).get(ANNOUNCE).post(JSON);

    store.answerAnnounce(1);
    assertThat(http.receive().body()).startsWith("d8:completei1e");
    store.answerAnnounce(2);
    assertThat(http.receive().body()).startsWith("d8:completei2e");
    store.answerAnnounce(3);
    assertThat(http.receive().body()).contains("\"seeders\":3");
  }

  @Test
  void saysThatTheStoreIsAway() {
    http.get(ANNOUNCE).get("/scrape?info_hash=aaaaaaaaaaaaaaaaaaaa").post(JSON);

    store.failAnnounce();
    RawHttp.Response announce = http.receive();
    store.failCounts();
    RawHttp.Response scrape = http.receive();
    store.failAnnounce();
    RawHttp.Response json = http.receive();

    assertThat(announce.head()).startsWith("HTTP/1.1 503").contains("Retry-After: 5");
    assertThat(announce.body()).startsWith("d14:failure reason");
    assertThat(scrape.status()).isEqualTo(503);
    assertThat(json.head()).contains("503", "Retry-After: 5", "application/problem+json");
    assertThat(json.body()).contains("urn:torrentinno:problem:store-unavailable");
  }

  @Test
  void countsUnexpectedFailuresSeparately() {
    http.get(ANNOUNCE).post(JSON);

    store.breakAnnounce();
    RawHttp.Response announce = http.receive();
    store.breakAnnounce();
    RawHttp.Response json = http.receive();

    assertThat(announce.status()).isEqualTo(500);
    assertThat(json.head()).contains("500", "application/problem+json");
    assertThat(announces("http", "failed")).isOne();
    assertThat(announces("json", "failed")).isOne();
    assertThat(announces("http", "unavailable")).isZero();
  }

  /** As when the memory of the JVM is used up for a moment. */
  @Test
  void closesTheConnectionWhenTheNextRequestFailsAfterAnAnswer() {
    // In one packet, so that the second request is there before the first answer goes out.
    http.send("GET %s HTTP/1.1\r\nHost: tracker\r\n\r\n".formatted(ANNOUNCE).repeat(2));
    try (LogOf log = new LogOf(HttpConnection.class)) {
      store.answerOneAnnounceAndThrowThen();

      assertThat(http.isClosed()).isTrue();
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("ERROR"))
          .containsExactly("ERROR A connection failed unexpectedly");
    }
  }

  private long announces(String by, String outcome) {
    return endpoint
        .metrics
        .get("torrentinno.tracker.announces")
        .tags("protocol", by, "outcome", outcome, "event", "none")
        .timer()
        .count();
  }

  @Test
  void answersOpenRequestsBeforeItShutsDown() {
    http.get(ANNOUNCE);
    endpoint.shutDown();
    store.answerAnnounce(1);

    assertThat(http.receive().status()).isEqualTo(200);
    assertThat(http.isClosed()).isTrue();
  }
}
