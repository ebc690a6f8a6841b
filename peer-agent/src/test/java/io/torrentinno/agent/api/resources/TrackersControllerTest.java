package io.torrentinno.agent.api.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

class TrackersControllerTest extends ResourceScene {
  private static final String TRACKERS = ROOT + "/" + FILM + "/trackers";

  @Test
  void showsEachTrackerWithItsLastAnswer() {
    TrackerStatus.Answer answer =
        new TrackerStatus.Answer(Duration.ofMillis(12_900), 7, new SwarmSize(2, 6));
    agent.announced(
        List.of(
            new TrackerStatus(new TrackerAddress("a.example", 80), false, null, answer),
            new TrackerStatus(new TrackerAddress("::1", 81), true, "gone", null)));

    client
        .get()
        .uri(TRACKERS)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            [{"tracker": "a.example:80", "fallback": false, "error": null, "answered": 12,
              "peers": 7, "seeders": 2, "leechers": 6},
             {"tracker": "[::1]:81", "fallback": true, "error": "gone", "answered": null,
              "peers": null, "seeders": null, "leechers": null}]
            """);
  }

  @Test
  void changesTheTrackers() {
    put("{\"trackers\": [\"a.example:80\", \"https://b.example:8443\", \"a.example:80\"]}")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.length()")
        .isEqualTo(2);

    assertThat(agent.trackers(FILM))
        .extracting(TrackerStatus::tracker)
        .containsExactly(
            new TrackerAddress("a.example", 80), new TrackerAddress("b.example", 8443, true));
  }

  @Test
  void takesNoTrackersAsWell() {
    put("{\"trackers\": []}").expectStatus().isOk().expectBody().json("[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | bad-request",
        "{\"trackers\": null} | bad-request",
        "{\"trackers\": [\"a.example\"]} | bad-request",
        "{\"trackers\": [\"udp://a.example:80\"]} | bad-request",
        "{\"trackers\": [null]} | bad-request",
        "{\"trackers\": \"a.example:80\"} | malformed-json",
        "[] | malformed-json"
      })
  void refusesWhatIsNoListOfTrackers(String body, String problem) {
    Problems.expect(put(body), 400, problem);
  }

  @Test
  void refusesMoreTrackersThanAResourceHas() {
    String trackers =
        IntStream.rangeClosed(1, 17)
            .mapToObj(port -> "\"a.example:" + port + "\"")
            .collect(Collectors.joining(","));

    Problems.expect(put("{\"trackers\": [" + trackers + "]}"), 400, "bad-request");
  }

  @Test
  void knowsNoTrackersOfUnknownResources() {
    String unknown = TRACKERS.replace(FILM.toString(), "ab".repeat(32));

    Problems.expect(client.get().uri(unknown).exchange(), 404, "unknown-resource");
  }

  private RestTestClient.ResponseSpec put(String body) {
    return client.put().uri(TRACKERS).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
  }
}
