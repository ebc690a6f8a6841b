package io.torrentinno.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@ApiTest
class WebTest {
  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void forgetFailures() {
    agent.reset();
  }

  @Test
  void servesThePageAtTheRoot() {
    client
        .get()
        .uri("/")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentTypeCompatibleWith(MediaType.TEXT_HTML)
        .expectHeader()
        .value(
            "Content-Security-Policy",
            policy -> assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'"))
        .expectBody(String.class)
        .value(page -> assertThat(page).contains("<title>TorrentInno</title>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.js",
        "api.js",
        "bans.js",
        "detail.js",
        "dialogs.js",
        "events.js",
        "format.js",
        "login.js",
        "pieces.js",
        "resources.js"
      })
  void servesThePagesScripts(String script) {
    client
        .get()
        .uri("/" + script)
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentTypeCompatibleWith(new MediaType("text", "javascript", StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/api/v2/resources", "/api/v1/resources/share/x"})
  void answers404WhereNothingIs(String path) {
    Problems.expect(client.get().uri(path).exchange(), 404, "not-found");
  }

  @Test
  void answers405ForOtherMethods() {
    Problems.expect(client.put().uri("/api/v1/resources").exchange(), 405, "method-not-allowed");
  }

  @Test
  void answers406ForOtherForms() {
    Problems.expect(
        client.get().uri("/api/v1/resources").accept(MediaType.APPLICATION_XML).exchange(),
        406,
        "not-acceptable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/health/liveness", "/actuator/health/readiness"})
  void tellsThatItIsUp(String path) {
    client
        .get()
        .uri(path)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"status\": \"UP\"}");
  }

  @Test
  void isNotReadyWithoutItsDataFolder() {
    agent.failWith(Reason.STORAGE, "the data folder is gone");

    client.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    client.get().uri("/actuator/health/readiness").exchange().expectStatus().isEqualTo(503);
    agent.reset();
    client.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "beans", "heapdump", "loggers", "shutdown"})
  void hidesWhatIsForOperatorsOfTheProcess(String endpoint) {
    Problems.expect(client.get().uri("/actuator/" + endpoint).exchange(), 404, "not-found");
  }
}
