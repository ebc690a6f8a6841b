package io.torrentinno.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.runtime.ShareRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@ApiTest
class ShareControllerTest {
  private static final String SHARE = "/api/v1/resources/share";

  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;
  @Autowired private UploadFolder uploads;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @Test
  void sharesAFileByItsPath() {
    ResponseSpec answer =
        post(
            """
            {"path": "/srv/film.mkv", "name": "Film.mkv", "comment": "of mine", "pieceSize": 65536}
            """);

    expectCreated(answer, "Film.mkv");
    assertThat(agent.shared())
        .isEqualTo(new ShareRequest(Path.of("/srv/film.mkv"), "Film.mkv", "of mine", 65536));
  }

  @Test
  void leavesWhatIsOptionalToTheAgent() {
    expectCreated(post("{\"path\": \"/srv/film.mkv\"}"), "film.mkv");

    assertThat(agent.shared())
        .isEqualTo(new ShareRequest(Path.of("/srv/film.mkv"), null, "", null));
  }

  @Test
  void takesRelativePathsFromTheDataFolder() {
    post("{\"path\": \"film.mkv\"}").expectStatus().isCreated();

    assertThat(agent.shared().file()).isEqualTo(uploads.dataDir().resolve("film.mkv"));
  }

  @Test
  void answers200WhenTheFileIsSharedAlready() {
    post("{\"path\": \"film.mkv\"}").expectStatus().isCreated();

    post("{\"path\": \"film.mkv\"}").expectStatus().isOk();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"path\": \"\"}", "{\"path\": \" \"}", "{\"path\": \"a\\u0000b\"}"})
  void refusesWhatIsNoPath(String body) {
    Problems.expect(post(body), 400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"path\": {}}",
        "{\"path\": \"f\", \"pieceSize\": \"big\"}",
        "{\"path\": \"f\", \"pieceSize\": 99999999999}"
      })
  void refusesBodiesOfAnotherShape(String body) {
    Problems.expect(post(body), 400, "malformed-json");
  }

  private ResponseSpec post(String body) {
    return client
        .post()
        .uri(SHARE)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .exchange();
  }

  private static void expectCreated(ResponseSpec answer, String name) {
    answer
        .expectStatus()
        .isCreated()
        .expectHeader()
        .valueEquals("Location", Samples.infoHash(name).toString()) // relative to …/share
        .expectBody()
        .jsonPath("$.name")
        .isEqualTo(name);
  }
}
