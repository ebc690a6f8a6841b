package io.torrentinno.tracker.http.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.announce.batch.BatchReader;
import io.torrentinno.protocol.announce.batch.BatchResponse;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.http.HttpEndpointUnderTest;
import io.torrentinno.tracker.http.RawHttp;
import io.torrentinno.tracker.store.PromisedStore;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.model.Caps;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code POST /peers/batch}, as {@code specs/tracker.md} says. */
class BatchOverHttpTest {
  private static final String SEEDS = "\"left\":0";

  @Test
  void listsThePeerInEveryResource() throws AnnounceException {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST)) {
      BatchResponse answer =
          batch(endpoint, 1, IntStream.range(0, 256).mapToObj(i -> entry(i, SEEDS)).toList());

      assertThat(answer.interval()).isEqualTo(Duration.ofSeconds(15));
      assertThat(answer.results())
          .hasSize(256)
          .containsOnly(new BatchResponse.Result(null, new SwarmSize(1, 0), List.of()));
      assertThat(single(endpoint, 2, 255)).contains("\"seeders\":1,\"leechers\":1");
    }
  }

  @Test
  void givesPeersOnlyWhereTheyAreAskedFor() throws AnnounceException {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST)) {
      batch(endpoint, 1, List.of(entry(1, SEEDS), entry(2, SEEDS)));

      BatchResponse answer = batch(endpoint, 2, List.of(entry(1, "\"numWant\":9"), entry(2, "")));

      List<BatchResponse.Peer> told = answer.results().getFirst().peers();
      assertThat(told).hasSize(1);
      assertThat(told.getFirst().peerId()).hasToString(peer(1));
      assertThat(told.getFirst().address()).isEqualTo(PeerAddress.of("192.0.2.1", 6881));
      assertThat(answer.results().getLast().peers()).isEmpty();
    }
  }

  @Test
  void givesAnEntryFiftyPeersAtMost() throws AnnounceException {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST)) {
      for (int peer = 2; peer < 70; peer++) {
        batch(endpoint, peer, List.of(entry(1, "")));
      }

      BatchResponse answer = batch(endpoint, 1, List.of(entry(1, "\"numWant\":2147483647")));

      assertThat(answer.results().getFirst().peers()).hasSize(50);
    }
  }

  @Test
  void removesAPeerThatStops() throws AnnounceException {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST)) {
      batch(endpoint, 1, List.of(entry(1, SEEDS), entry(2, SEEDS)));

      BatchResponse answer =
          batch(endpoint, 1, List.of(entry(1, "\"event\":\"stopped\""), entry(2, SEEDS)));

      assertThat(answer.results())
          .containsExactly(
              new BatchResponse.Result("stopped", new SwarmSize(0, 0), List.of()),
              new BatchResponse.Result(null, new SwarmSize(1, 0), List.of()));
      assertThat(single(endpoint, 2, 1)).contains("\"seeders\":0,\"leechers\":1");
    }
  }

  @Test
  void saysWhichCapKeepsAnEntryOffTheList() throws AnnounceException {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST, capped())) {
      BatchResponse answer =
          batch(endpoint, 1, List.of(entry(1, ""), entry(2, ""), entry(3, ""), entry(1, "")));

      assertThat(answer.results())
          .extracting(BatchResponse.Result::unlisted)
          .containsExactly(null, null, "swarms", null);
      assertThat(batch(endpoint, 2, List.of(entry(1, ""))).results().getFirst().unlisted())
          .isEqualTo("peers-per-swarm");
      assertThat(
              endpoint
                  .metrics
                  .get("torrentinno.tracker.unlisted")
                  .tag("cap", "swarms")
                  .counter()
                  .count())
          .isOne();
    }
  }

  private static SwarmStore capped() {
    return new MemorySwarmStore(
        Duration.ofSeconds(30), new Caps(2, 1, 100), System::nanoTime, ThreadLocalRandom::current);
  }

  @Test
  void answersWhenEveryEntryHasTakenEffect() throws AnnounceException {
    PromisedStore store = new PromisedStore();
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST, store);
        RawHttp http = endpoint.connect()) {
      http.post("/peers/batch", body(1, List.of(entry(1, ""), entry(2, ""))));

      store.answerAnnounce(7);
      assertThat(http.hasNoAnswerYet()).isTrue();
      store.answerAnnounce(8);

      assertThat(http.receive().body()).contains("\"seeders\":7", "\"seeders\":8");
    }
  }

  @Test
  void failsTheWholeBatchWhenTheStoreFailsForOneEntry() {
    PromisedStore store = new PromisedStore();
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST, store);
        RawHttp http = endpoint.connect()) {
      http.post("/peers/batch", body(1, List.of(entry(1, ""), entry(2, ""))));

      store.answerAnnounce(7);
      store.failAnnounce();

      RawHttp.Response answer = http.receive();
      assertThat(answer.head()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5");
      assertThat(answer.body()).contains("urn:torrentinno:problem:store-unavailable");
      assertThat(announces(endpoint, "none", "accepted")).isOne();
      assertThat(announces(endpoint, "none", "unavailable")).isOne();
    }
  }

  @Test
  void countsEveryEntry() throws AnnounceException {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.CONNECTION)) {
      batch(endpoint, 1, List.of(entry(1, ""), entry(2, ""), entry(3, "\"event\":\"started\"")));

      assertThat(announces(endpoint, "none", "accepted")).isEqualTo(2);
      assertThat(announces(endpoint, "started", "accepted")).isOne();
      assertThat(endpoint.metrics.get("torrentinno.tracker.batch.entries").summary().totalAmount())
          .isEqualTo(3);
      assertThat(
              endpoint
                  .metrics
                  .get("torrentinno.tracker.foreign.addresses")
                  .tag("protocol", "json")
                  .counter()
                  .count())
          .isEqualTo(3);
    }
  }

  @Test
  void countsEveryEntryTowardsTheRateOfItsAddress() {
    AddressRates.Limit limit = new AddressRates.Limit(1, Duration.ofSeconds(9));
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(limit);
        RawHttp http = endpoint.connect()) {
      List<String> entries = IntStream.range(0, 50).mapToObj(i -> entry(i, "")).toList();
      http.post("/peers/batch", body(1, entries));
      assertThat(http.receive().status()).isEqualTo(200);

      RawHttp.Response refused = http.post("/peers/batch", body(1, entries)).receive();

      assertThat(refused.head()).startsWith("HTTP/1.1 429 ").contains("Retry-After: 1");
      assertThat(refused.body()).contains("urn:torrentinno:problem:too-many-requests");
    }
  }

  @Test
  void refusesABatchWithAFaultAndNamesTheEntry() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST);
        RawHttp http = endpoint.connect()) {
      http.post("/peers/batch", body(1, List.of(entry(1, SEEDS), "{\"infoHash\":\"00\"}")));

      RawHttp.Response refused = http.receive();

      assertThat(refused.head()).startsWith("HTTP/1.1 400 ");
      assertThat(refused.body())
          .contains("urn:torrentinno:problem:invalid-field", "announces[1].infoHash");
      assertThat(single(endpoint, 2, 1)).contains("\"seeders\":0,\"leechers\":1");
      assertThat(announces(endpoint, "none", "invalid")).isOne();
    }
  }

  @Test
  void refusesAnotherAddressWhereTheSettingSaysSo() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.REJECT);
        RawHttp http = endpoint.connect()) {
      RawHttp.Response refused =
          http.post("/peers/batch", body(1, List.of(entry(1, "")))).receive();

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("publicIp");
    }
  }

  @Test
  void allowsNoMethodButPost() {
    try (HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST);
        RawHttp http = endpoint.connect()) {
      RawHttp.Response refused = http.get("/peers/batch").receive();

      assertThat(refused.head()).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: POST\r\n");
    }
  }

  private static BatchResponse batch(HttpEndpointUnderTest endpoint, int peer, List<String> entries)
      throws AnnounceException {
    try (RawHttp http = endpoint.connect()) {
      RawHttp.Response answer = http.post("/peers/batch", body(peer, entries)).receive();
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      return BatchReader.readResponse(answer.body().getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static String single(HttpEndpointUnderTest endpoint, int peer, int resource) {
    try (RawHttp http = endpoint.connect()) {
      String entry = entry(resource, "");
      return http.post(
              "{\"peerId\":\"%s\",\"publicIp\":\"192.0.2.%s\",\"publicPort\":1,%s"
                  .formatted(peer(peer), peer, entry.substring(1)))
          .receive()
          .body();
    }
  }

  private static String body(int peer, List<String> entries) {
    return entries.stream()
        .collect(
            Collectors.joining(
                ",",
                "{\"peerId\":\"%s\",\"publicIp\":\"192.0.2.%s\",\"publicPort\":6881,\"announces\":["
                    .formatted(peer(peer), peer),
                "]}"));
  }

  private static String peer(int number) {
    return "%064x".formatted(number);
  }

  private static String entry(int resource, String fields) {
    return "{\"infoHash\":\"%064x\"%s}".formatted(resource, fields.isEmpty() ? "" : "," + fields);
  }

  private static long announces(HttpEndpointUnderTest endpoint, String event, String outcome) {
    return endpoint
        .metrics
        .get("torrentinno.tracker.announces")
        .tags("protocol", "json", "event", event, "outcome", outcome)
        .timer()
        .count();
  }
}
