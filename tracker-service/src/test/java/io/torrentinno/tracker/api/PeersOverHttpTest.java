package io.torrentinno.tracker.api;

import static io.torrentinno.tracker.api.AnnounceJson.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.testing.ServedTracker;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PeersOverHttpTest extends ServedTracker {
  private static final JsonMapper JSON = new JsonMapper();
  private static final AtomicInteger SWARMS = new AtomicInteger(100);

  private final int swarm = SWARMS.incrementAndGet();

  @Test
  void answersAnExistingClientInItsOwnWords() {
    announce(AnnounceJson.of(swarm, 1));

    HttpResponse<String> response = announce(AnnounceJson.of(swarm, 2));

    String hash = Peers.swarm(swarm).toString();
    String first = Peers.leecher(1).id().toString();
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(JSON.readTree(response.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"infoHash": "%s", "interval": 15, "seeders": 0, "leechers": 2,
                 "peers": [{"peerId": "%s", "infoHash": "%s",
                            "publicIp": "10.0.0.1", "publicPort": "2"}]}
                """
                    .formatted(hash, first, hash)));
  }

  @Test
  void takesThePortAsANumberToo() {
    announce(AnnounceJson.of(swarm, 1).with("publicPort", "6881"));

    assertThat(peers(AnnounceJson.of(swarm, 2)).path(0).path("publicPort").asString())
        .isEqualTo("6881");
  }

  @Test
  void takesIdsInUpperCaseForTheSame() {
    announce(AnnounceJson.of(swarm, 1));
    String upper = Peers.leecher(1).id().toString().toUpperCase(Locale.ROOT);

    assertThat(peers(AnnounceJson.of(swarm, 1).with("peerId", quoted(upper)))).isEmpty();
  }

  @Test
  void countsAPeerThatLacksNothingAsASeeder() {
    JsonNode answer = body(announce(AnnounceJson.of(swarm, 1).with("left", "0")));

    assertThat(answer.path("seeders").asInt()).isOne();
    assertThat(answer.path("leechers").asInt()).isZero();
  }

  @Test
  void countsAPeerThatHasJustCompletedAsASeeder() {
    JsonNode answer = body(announce(AnnounceJson.of(swarm, 1).with("event", "\"completed\"")));

    assertThat(answer.path("seeders").asInt()).isOne();
  }

  @Test
  void doesNotTellSeedersOfSeeders() {
    announce(AnnounceJson.of(swarm, 1).with("left", "0"));
    announce(AnnounceJson.of(swarm, 2).with("left", "5"));

    JsonNode peers = peers(AnnounceJson.of(swarm, 3).with("left", "0"));

    assertThat(peers.valueStream().map(peer -> peer.path("publicIp").asString()))
        .containsExactly("10.0.0.2");
  }

  @Test
  void removesAPeerThatStopped() {
    announce(AnnounceJson.of(swarm, 1));

    JsonNode answer = body(announce(AnnounceJson.of(swarm, 1).with("event", "\"stopped\"")));

    assertThat(answer.path("leechers").asInt()).isZero();
    assertThat(peers(AnnounceJson.of(swarm, 2))).isEmpty();
  }

  @Test
  void givesAsManyPeersAsWantedWithinReason() {
    for (int peer = 1; peer <= 205; peer++) {
      announce(AnnounceJson.of(swarm, peer));
    }

    assertThat(peers(AnnounceJson.of(swarm, 1))).hasSize(50);
    assertThat(peers(AnnounceJson.of(swarm, 1).with("numWant", "0"))).isEmpty();
    assertThat(peers(AnnounceJson.of(swarm, 1).with("numWant", "7"))).hasSize(7);
    assertThat(peers(AnnounceJson.of(swarm, 1).with("numWant", "1000000"))).hasSize(200);
  }

  @Test
  void listsIpv6Peers() {
    announce(AnnounceJson.of(swarm, 1).with("publicIp", "\"2001:db8::5\""));

    assertThat(peers(AnnounceJson.of(swarm, 2)).path(0).path("publicIp").asString())
        .isEqualTo("2001:db8:0:0:0:0:0:5");
  }

  @Test
  void showsTheWholeTable() {
    announce(AnnounceJson.of(swarm, 1));
    announce(AnnounceJson.of(swarm, 2));

    JsonNode table = body(http.get("/peers"));

    JsonNode members = table.path(Peers.swarm(swarm).toString());
    assertThat(members.propertyNames())
        .containsExactlyInAnyOrder(
            Peers.leecher(1).id().toString(), Peers.leecher(2).id().toString());
    assertThat(members.path(Peers.leecher(2).id().toString()))
        .isEqualTo(JSON.readTree(AnnounceJson.of(swarm, 2).toString()));
  }

  @Test
  void servesAPageForPeople() {
    HttpResponse<String> page = http.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body()).contains("TorrentInno").doesNotContain("http://", "https://");
  }

  private HttpResponse<String> announce(AnnounceJson json) {
    HttpResponse<String> response = http.postJson("/peers", json.toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response;
  }

  private JsonNode peers(AnnounceJson json) {
    return body(announce(json)).path("peers");
  }

  private static JsonNode body(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }
}
