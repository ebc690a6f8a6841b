package io.torrentinno.tracker.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.testing.ServedTracker;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators ask for: the largest swarms, one swarm, and the table in pages. */
@DirtiesContext(classMode = ClassMode.BEFORE_CLASS) // Counts everything that is there.
class SwarmsOverHttpTest extends ServedTracker {
  private static final JsonMapper JSON = new JsonMapper();

  /** Swarm 1 has one peer, swarm 2 has two, swarm 3 has three, one of them a seeder. */
  @BeforeEach
  void announce() {
    for (int swarm = 1; swarm <= 3; swarm++) {
      for (int peer = 1; peer <= swarm; peer++) {
        http.postJson(
            "/peers", AnnounceJson.of(swarm, peer).with("left", peer == 3 ? "0" : "1").toString());
      }
    }
  }

  private JsonNode get(String path) {
    HttpResponse<String> response = http.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void countsEverythingAndListsTheLargestFirst() {
    JsonNode swarms = get("/api/v1/swarms?limit=2");

    assertThat(swarms.path("swarms").asInt()).isEqualTo(3);
    assertThat(swarms.path("peers").asInt()).isEqualTo(6);
    assertThat(swarms.path("seeders").asInt()).isEqualTo(1);
    assertThat(swarms.path("largest").valueStream().map(swarm -> swarm.path("infoHash").asString()))
        .containsExactly(Peers.swarm(3).toString(), Peers.swarm(2).toString());
    assertThat(swarms.path("largest").path(0).path("leechers").asInt()).isEqualTo(2);
  }

  @Test
  void showsOneSwarm() {
    JsonNode swarm = get("/api/v1/swarms/" + Peers.swarm(3));

    assertThat(swarm.path("seeders").asInt()).isOne();
    assertThat(swarm.path("peers")).hasSize(3);
    assertThat(swarm.path("peers").valueStream().filter(peer -> peer.path("seeder").asBoolean()))
        .singleElement()
        .satisfies(peer -> assertThat(peer.path("publicIp").asString()).isEqualTo("10.0.0.3"));
    assertThat(get("/api/v1/swarms/" + Peers.swarm(3) + "?limit=1").path("peers")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/swarms/12", "/api/v1/swarms/0000000000000000000000000000000000000000"})
  void saysThatThereIsNoSuchSwarm(String path) {
    HttpResponse<String> response = http.get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("urn:torrentinno:problem:not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/swarms?limit=1001",
        "/api/v1/swarms?limit=-1",
        "/api/v1/swarms?limit=x",
        "/peers?limit=0",
        "/peers?limit=10001",
        "/peers?limit=1&after=x"
      })
  void refusesOtherLimits(String path) {
    HttpResponse<String> response = http.get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("urn:torrentinno:problem:invalid-request");
  }

  @Test
  void givesTheTableInPages() {
    HttpResponse<String> first = http.get("/peers?limit=2");
    assertThat(JSON.readTree(first.body()).propertyNames())
        .containsExactly(Peers.swarm(1).toString(), Peers.swarm(2).toString());
    String next = "/peers?limit=2&after=" + Peers.swarm(2);
    assertThat(first.headers().firstValue("Link")).hasValue("<" + next + ">; rel=\"next\"");

    HttpResponse<String> second = http.get(next);
    assertThat(JSON.readTree(second.body()).propertyNames())
        .containsExactly(Peers.swarm(3).toString());
    assertThat(second.headers().firstValue("Link")).isEmpty();
  }
}
