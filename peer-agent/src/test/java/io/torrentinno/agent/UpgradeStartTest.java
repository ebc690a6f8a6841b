package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.testing.EarlierRelease;
import io.torrentinno.protocol.rest.ResourceBody;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** The whole program on the data folder of an earlier release. */
class UpgradeStartTest {
  @TempDir private Path data;

  @Test
  void startsAndShowsAllResources() throws Exception {
    EarlierRelease.unpack(data);
    try (ConfigurableApplicationContext agent = WholeProgram.start(data, WholeProgram.NO_TRACKER);
        HttpClient http = HttpClient.newHttpClient()) {
      String port = agent.getEnvironment().getRequiredProperty("local.server.port");
      URI resources = URI.create("http://127.0.0.1:" + port + "/api/v1/resources");

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(states(http, resources))
                  .isEqualTo(
                      Map.of(
                          "finished.bin", "seeding",
                          "shared.bin", "seeding",
                          "half.bin", "downloading",
                          "paused.bin", "paused",
                          "linked.bin", "fetching-manifest",
                          "paused-link.bin", "paused")));
    }
  }

  private static Map<String, String> states(HttpClient http, URI resources) throws Exception {
    String list =
        http.send(HttpRequest.newBuilder(resources).build(), BodyHandlers.ofString()).body();
    Map<String, String> states = new TreeMap<>();
    for (ResourceBody it : new JsonMapper().readValue(list, ResourceBody[].class)) {
      states.put(it.name(), it.state());
    }
    return states;
  }
}
