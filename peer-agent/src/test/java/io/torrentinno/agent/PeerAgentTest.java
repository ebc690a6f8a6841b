package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@ExtendWith(OutputCaptureExtension.class)
class PeerAgentTest {
  @TempDir private Path folder;

  @Test
  void sharesAFileOverItsRestInterfaceAndRemembersIt(CapturedOutput output) throws Exception {
    Path file = Files.writeString(folder.resolve("hello.txt"), "hello");
    String body = "{\"path\": \"%s\"}".formatted(file);

    try (ConfigurableApplicationContext context =
        WholeProgram.start(folder, WholeProgram.NO_TRACKER)) {
      client(context)
          .post()
          .uri("/api/v1/resources/share")
          .contentType(MediaType.APPLICATION_JSON)
          .body(body.getBytes(StandardCharsets.UTF_8))
          .exchange()
          .expectStatus()
          .isCreated();
    }
    try (ConfigurableApplicationContext context =
        WholeProgram.start(folder, WholeProgram.NO_TRACKER)) {
      client(context)
          .get()
          .uri("/api/v1/resources")
          .exchange()
          .expectBody()
          .jsonPath("$[0].name")
          .isEqualTo("hello.txt");
    }

    assertThat(output).contains("is up: http://127.0.0.1:", "data in " + folder);
  }

  @Test
  void exportsItsMetrics() {
    try (ConfigurableApplicationContext context =
        WholeProgram.start(folder, WholeProgram.NO_TRACKER)) {
      client(context)
          .get()
          .uri("/actuator/prometheus")
          .exchange()
          .expectStatus()
          .isOk()
          .expectBody(String.class)
          .value(metrics ->
              assertThat(metrics)
                  .contains(
                      "torrentinno_agent_bytes_total{direction=\"download\"} 0.0",
                      "torrentinno_agent_write_queue_limit_bytes 1.6777216E7",
                      "torrentinno_agent_refused_connections_total 0.0",
                      "torrentinno_agent_refused_bodies_total{reason=\"too-many\"} 0.0",
                      "torrentinno_agent_hashing_tasks 0.0",
                      "torrentinno_agent_rest_connections 1.0",
                      "torrentinno_agent_rest_connections_limit ",
                      "torrentinno_agent_announces_seconds_count{outcome=\"accepted\"} 0",
                      "jvm_memory_used_bytes"));
    }
  }

  private static RestTestClient client(ConfigurableApplicationContext context) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
  }
}
