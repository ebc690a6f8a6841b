package io.torrentinno.agent.api.adding;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@ApiTest
class BatchControllerTest {
  private static final String OTHER = Samples.MANIFEST.replace("FunnyVideo.mp4", "other.iso");

  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "from"})
  void refusesWhatIsForOneResource(String parameter) {
    ResponseSpec answer =
        client
            .post()
            .uri("/api/v1/resources/batch?" + parameter + "=x")
            .contentType(MediaType.APPLICATION_JSON)
            .body("[]")
            .exchange();

    Problems.expect(answer, 400, "bad-request");
  }

  @Test
  void addsEachManifestAndAnswersInTheirOrder() {
    post("[" + Samples.MANIFEST + "," + OTHER + "]")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.length()")
        .isEqualTo(2)
        .jsonPath("$[0].status")
        .isEqualTo(201)
        .jsonPath("$[0].resource.name")
        .isEqualTo("FunnyVideo.mp4")
        .jsonPath("$[0].problem")
        .isEmpty()
        .jsonPath("$[1].resource.name")
        .isEqualTo("other.iso");
  }

  @Test
  void saysOfEachWhetherItWasThereOrIsWrong() {
    post("[" + Samples.MANIFEST + "]");

    post("[7, {}, " + Samples.MANIFEST + "]")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[0].status")
        .isEqualTo(400)
        .jsonPath("$[0].problem.type")
        .isEqualTo("urn:torrentinno:problem:malformed-json")
        .jsonPath("$[1].problem.type")
        .isEqualTo("urn:torrentinno:problem:bad-manifest")
        .jsonPath("$[1].resource")
        .isEmpty()
        .jsonPath("$[2].status")
        .isEqualTo(200);
  }

  @Test
  void choosesFilesOfEach() {
    client
        .post()
        .uri("/api/v1/resources/batch?only=*.txt&high=a.txt")
        .contentType(MediaType.APPLICATION_JSON)
        .body("[" + Samples.MANIFEST + "," + OTHER + "]")
        .exchange()
        .expectStatus()
        .isOk();

    assertThat(agent.calls()).hasSize(2).allMatch(call -> call.contains("*.txt"));
  }

  @Test
  void passesOnWhyTheAgentRefuses() {
    agent.failWith(Reason.NAME_TAKEN, "another resource uses the file");

    post("[" + Samples.MANIFEST + "]")
        .expectBody()
        .jsonPath("$[0].status")
        .isEqualTo(409)
        .jsonPath("$[0].problem.detail")
        .isEqualTo("another resource uses the file");
  }

  @Test
  void takesEachElementAsItStands() {
    String doubled = OTHER.replaceFirst("\\{", "{\"name\": \"x\", ");

    post("\uFEFF [ \"ünïcode\",[1, {}] ,\n" + doubled + ", " + Samples.MANIFEST + " ,1e3]")
        .expectBody()
        .jsonPath("$[*].status")
        .isEqualTo(List.of(400, 400, 400, 201, 400));
  }

  @Test
  void refusesOtherEncodings() {
    Problems.expect(post("[7]".getBytes(StandardCharsets.UTF_16LE)), 400, "malformed-json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{}", "7", "[{]", "[] []", "[7"})
  void refusesWhatIsNoArray(String body) {
    Problems.expect(post(body), 400, "malformed-json");
  }

  @Test
  void refusesMoreThanItHolds() {
    Problems.expect(post("[" + " ".repeat(BatchController.MOST_BYTES) + "]"), 413, "too-large");
  }

  private ResponseSpec post(String body) {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  private ResponseSpec post(byte[] body) {
    return client
        .post()
        .uri("/api/v1/resources/batch")
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange();
  }
}
