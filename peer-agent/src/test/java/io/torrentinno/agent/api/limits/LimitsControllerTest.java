package io.torrentinno.agent.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.api.resources.ResourceScene;
import io.torrentinno.agent.limits.RateLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

class LimitsControllerTest extends ResourceScene {
  private static final String ALL = "/api/v1/limits";
  private static final String ONE = ROOT + "/" + FILM + "/limits";

  @Test
  void showsTheLimitsOfTheAgent() {
    expect(ALL, 10_000, 20_000);
  }

  @Test
  void changesTheLimitsOfTheAgent() {
    put(ALL, "{\"uploadPerSecond\": 1000000, \"downloadPerSecond\": 0}")
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"uploadPerSecond\": 1000000, \"downloadPerSecond\": 0}");

    assertThat(agent.limits()).isEqualTo(new RateLimits(1_000_000, 0));
  }

  @Test
  void leavesWhatIsNotNamedAsItIs() {
    put(ALL, "{\"uploadPerSecond\": 5}").expectStatus().isOk();

    assertThat(agent.limits()).isEqualTo(new RateLimits(5, 20_000));
  }

  @Test
  void showsAndChangesTheLimitsOfOneResource() {
    expect(ONE, 0, 0);

    put(ONE, "{\"uploadPerSecond\": 3, \"downloadPerSecond\": 4}").expectStatus().isOk();

    expect(ONE, 3, 4);
    expect(ALL, 10_000, 20_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"uploadPerSecond\": -1} | bad-request",
        "{\"downloadPerSecond\": -1} | bad-request",
        "{\"uploadPerSecond\": \"fast\"} | malformed-json",
        "fast | malformed-json"
      })
  void refusesWhatIsNoLimit(String body, String type) {
    for (String path : List.of(ALL, ONE)) {
      Problems.expect(put(path, body), 400, type);
    }
    assertThat(agent.limits()).isEqualTo(new RateLimits(10_000, 20_000));
  }

  @Test
  void answers404ForUnknownResources() {
    String unknown = "/api/v1/resources/" + Samples.infoHash("unknown") + "/limits";

    Problems.expect(client.get().uri(unknown).exchange(), 404, "unknown-resource");
    Problems.expect(put(unknown, "{}"), 404, "unknown-resource");
  }

  private RestTestClient.ResponseSpec put(String path, String body) {
    return client.put().uri(path).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
  }

  private void expect(String path, long upload, long download) {
    client
        .get()
        .uri(path)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"uploadPerSecond\": %d, \"downloadPerSecond\": %d}".formatted(upload, download));
  }
}
