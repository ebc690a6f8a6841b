package io.torrentinno.agent.api.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@ApiTest
class ShareControllerTest {
  private static final String SHARE = "/api/v1/resources/share";
  private static final String SHARES = "/api/v1/shares";

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

    Created.expect(answer, "Film.mkv");
    assertThat(agent.shared())
        .isEqualTo(new ShareRequest(Path.of("/srv/film.mkv"), "Film.mkv", "of mine", 65536));
  }

  @Test
  void sharesANewVersionOfAResource() {
    InfoHash previous = Samples.infoHash("film");

    Created.expect(
        post("{\"path\": \"/srv/film.mkv\", \"previous\": \"%s\"}".formatted(previous)),
        "film.mkv");

    assertThat(agent.shared().format().previous()).isEqualTo(previous);
    post("{\"path\": \"/srv/film.mkv\", \"previous\": \"film\"}").expectStatus().isBadRequest();
  }

  @Test
  void sharesAPartOfAFolder() {
    Created.expect(
        post("{\"path\": \"/srv/model\", \"include\": [\"b/\", \"a\", \"b\"]}"), "model");

    assertThat(agent.shared().part()).isEqualTo(FolderPart.of(List.of("a", "b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "[\"\"]", "[null]", "[\"/etc\"]", "[\"a/../b\"]", "[\"a\\u0000b\"]"})
  void refusesAPartThatIsNone(String include) {
    Problems.expect(
        post("{\"path\": \"f\", \"include\": %s}".formatted(include)), 400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "{}", "[{}]", "[[\"a\"]]"})
  void refusesAPartOfAnotherShape(String include) {
    Problems.expect(
        post("{\"path\": \"f\", \"include\": %s}".formatted(include)), 400, "malformed-json");
  }

  @Test
  void refusesAListThatIsTooLong() {
    String paths = String.join(",", Collections.nCopies(100_000, "\"some/file\""));
    Problems.expect(
        post("{\"path\": \"f\", \"include\": [%s]}".formatted(paths)), 413, "too-large");
    String fewer = String.join(",", Collections.nCopies(1_001, "\"file\""));
    Problems.expect(
        post("{\"path\": \"f\", \"include\": [%s]}".formatted(fewer)), 400, "bad-request");
  }

  @Test
  void leavesWhatIsOptionalToTheAgent() {
    Created.expect(post("{\"path\": \"/srv/film.mkv\"}"), "film.mkv");

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

  @Test
  void answers202WithThePlaceOfAShareThatTakesLonger() {
    agent.sharing().hold();

    post("{\"path\": \"/srv/film.mkv\"}")
        .expectStatus()
        .isAccepted()
        .expectHeader()
        .valueEquals("Location", "../shares/share-0")
        .expectBody()
        .jsonPath("$.id")
        .isEqualTo("share-0")
        .jsonPath("$.path")
        .isEqualTo("/srv/film.mkv")
        .jsonPath("$.state")
        .isEqualTo("hashing")
        .jsonPath("$.size")
        .isEqualTo(1000)
        .jsonPath("$.hashedBytes")
        .isEqualTo(400)
        .jsonPath("$.resource")
        .isEmpty();
    assertThat(agent.sharing().waits()).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void tellsOfASharesOutcome() {
    agent.sharing().hold();
    post("{\"path\": \"film.mkv\"}");

    get(SHARES + "/share-0").expectBody().jsonPath("$.state").isEqualTo("hashing");
    get(SHARES + "/share-0?wait=30")
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("done")
        .jsonPath("$.resource.name")
        .isEqualTo("film.mkv");
    get(SHARES).expectBody().jsonPath("$[0].id").isEqualTo("share-0");
    assertThat(agent.sharing().waits()).contains(Duration.ofSeconds(30));
  }

  @Test
  void tellsWhyAShareFailed() {
    agent.sharing().hold();
    post("{\"path\": \"film.mkv\"}");
    agent.failWith(Reason.FILE_CHANGED, "the file changed while it was read");
    get(SHARES + "/share-0");

    get(SHARES + "/share-0")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("failed")
        .jsonPath("$.problem.type")
        .isEqualTo("urn:torrentinno:problem:file-changed");
  }

  @Test
  void cancelsAShareAndForgetsIt() {
    agent.sharing().hold();
    post("{\"path\": \"film.mkv\"}");

    client.delete().uri(SHARES + "/share-0").exchange().expectStatus().isNoContent();

    Problems.expect(get(SHARES + "/share-0"), 404, "unknown-share");
    Problems.expect(client.delete().uri(SHARES + "/share-0").exchange(), 404, "unknown-share");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "601", "soon"})
  void refusesWaitsOutOfRange(String wait) {
    Problems.expect(get(SHARES + "/share-0?wait=" + wait), 400, "bad-request");
    Problems.expect(post(SHARE + "?wait=" + wait, "{\"path\": \"film.mkv\"}"), 400, "bad-request");
  }

  @Test
  void sharesOfManyWhatCanBeSharedAndSaysWhyTheOthersCant() {
    post(
            SHARE + "/batch",
            """
            [{"path": "a.mkv"}, {"path": " "}, {"path": "a.mkv"}, {}]
            """)
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.length()")
        .isEqualTo(4)
        .jsonPath("$[0].status")
        .isEqualTo(201)
        .jsonPath("$[0].resource.name")
        .isEqualTo("a.mkv")
        .jsonPath("$[0].problem")
        .isEmpty()
        .jsonPath("$[1].status")
        .isEqualTo(400)
        .jsonPath("$[1].problem.type")
        .isEqualTo("urn:torrentinno:problem:bad-request")
        .jsonPath("$[2].status")
        .isEqualTo(200)
        .jsonPath("$[3].status")
        .isEqualTo(400);
  }

  @Test
  void sharesTheOthersOfManyWhenOneIsNoFileAtAll() {
    ResponseSpec answer =
        post(
            SHARE + "/batch",
            """
            [null, 7, [], "a.mkv", {"path": ["a"]}, {"path": "a", "pieceSize": "x"}, {"path": "a.mkv"}]
            """);

    BodyContentSpec body = answer.expectStatus().isOk().expectBody();
    for (int bad = 0; bad < 6; bad++) {
      body.jsonPath("$[" + bad + "].status").isEqualTo(400);
      body.jsonPath("$[" + bad + "].problem.type")
          .isEqualTo("urn:torrentinno:problem:malformed-json");
    }
    body.jsonPath("$[4].problem.detail").isEqualTo("path must be a string");
    body.jsonPath("$[6].status").isEqualTo(201);
  }

  @Test
  void tellsOfManyWhichTakeLonger() {
    agent.sharing().hold();

    post(SHARE + "/batch", "[{\"path\": \"a.mkv\"}]")
        .expectBody()
        .jsonPath("$[0].status")
        .isEqualTo(202)
        .jsonPath("$[0].share.id")
        .isEqualTo("share-0")
        .jsonPath("$[0].resource")
        .isEmpty();
  }

  @Test
  void refusesTooManyAtATime() {
    String files = "{\"path\": \"a\"},".repeat(ShareBatchController.MOST_FILES);

    Problems.expect(post(SHARE + "/batch", "[" + files + "{\"path\": \"a\"}]"), 413, "too-large");
  }

  private ResponseSpec get(String uri) {
    return client.get().uri(uri).exchange();
  }

  private ResponseSpec post(String body) {
    return post(SHARE, body);
  }

  private ResponseSpec post(String uri, String body) {
    return client
        .post()
        .uri(uri)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .exchange();
  }
}
