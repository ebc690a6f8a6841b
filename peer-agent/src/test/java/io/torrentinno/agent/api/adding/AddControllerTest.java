package io.torrentinno.agent.api.adding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.api.uploads.NamedResource;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.hashing.HashingTicket;
import io.torrentinno.agent.hashing.Held;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

@ApiTest
class AddControllerTest {
  private static final String ROOT = "/api/v1/resources";

  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;
  @Autowired private HashingPool hashing;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @Test
  void addsTheManifestInTheBody() {
    expectCreated(post(Samples.MANIFEST));

    ResourceManifest added = agent.manifest(Samples.infoHash("FunnyVideo.mp4"));
    assertThat(added.layout().count()).isEqualTo(2);
  }

  @Test
  void parsesALongManifestOnAThreadThatMayBeHeld() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    HashingTicket before = hashing.submit(new Held(release), Urgency.PERSON);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ResponseSpec> answer =
          callers.submit(() -> post(" ".repeat(300_000) + Samples.MANIFEST));
      await().until(() -> hashing.size() == 2);

      post(Samples.MANIFEST.replace("FunnyVideo", "Short")).expectStatus().isCreated();
      assertThat(answer).isNotDone();
      release.countDown();

      expectCreated(answer.get());
    }
    before.await();
  }

  @Test
  void addsTheManifestInAFile() {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add(
        "manifest", new NamedResource("m.json", Samples.MANIFEST.getBytes(StandardCharsets.UTF_8)));

    ResponseSpec answer =
        client.post().uri(ROOT).contentType(MediaType.MULTIPART_FORM_DATA).body(form).exchange();

    expectCreated(answer);
  }

  @Test
  void addsAMagnetLink() {
    String link =
        "magnet:?xt=urn:torrentinno:" + "ab".repeat(32) + "&tr=192.0.2.1:8080&dn=FunnyVideo.mp4";

    post("{\"magnet\": \"" + link + "\"}")
        .expectStatus()
        .isCreated()
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("fetching-manifest")
        .jsonPath("$.size")
        .isEqualTo(0)
        .jsonPath("$.progress")
        .isEqualTo(0.0)
        .jsonPath("$.magnet")
        .value(String.class, magnet -> assertThat(magnet).startsWith("magnet:?xt="));

    assertThat(agent.calls()).containsExactly("add " + link);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "null",
        "\"\"",
        "\"http://example.com/\"",
        "\"magnet:?dn=x\"",
        "\"magnet:?xt=urn:torrentinno:12\""
      })
  void refusesWhatIsNoMagnetLink(String link) {
    Problems.expect(post("{\"magnet\": " + link + "}"), 400, "bad-magnet");
  }

  @Test
  void takesAPlaceAsParameters() {
    client
        .post()
        .uri(ROOT + "?destination={folder}&name={name}", "/mnt/a b", "c+d")
        .contentType(MediaType.APPLICATION_JSON)
        .body(Samples.MANIFEST)
        .exchange()
        .expectStatus()
        .isCreated();

    assertThat(agent.placement()).isEqualTo(new Placement(Path.of("/mnt/a b"), "c+d"));
  }

  @Test
  void takesAPlaceBesideALink() {
    String link = "magnet:?xt=urn:torrentinno:" + "ab".repeat(32);

    post("{\"magnet\": \"" + link + "\", \"destination\": \"a/b\"}").expectStatus().isCreated();

    assertThat(agent.placement()).isEqualTo(new Placement(Path.of("a/b"), null));
  }

  @Test
  void takesBytesThatAreThereAlready() {
    String link = "magnet:?xt=urn:torrentinno:" + "ab".repeat(32);

    post("{\"magnet\": \"" + link + "\", \"from\": \"/mnt/x\"}").expectStatus().isCreated();

    assertThat(agent.placement()).isEqualTo(Placement.from(Path.of("/mnt/x")));
    Problems.expect(
        post("{\"magnet\": \"" + link + "\", \"from\": \"/mnt/x\", \"name\": \"y\"}"),
        400,
        "bad-request");
  }

  @Test
  void takesThatItReplaces() {
    String link = "magnet:?xt=urn:torrentinno:" + "ab".repeat(32);

    post("{\"magnet\": \"" + link + "\", \"replace\": true}").expectStatus().isCreated();
    assertThat(agent.placement()).isEqualTo(new Placement(null, null, null, true));

    post("{\"magnet\": \"" + link + "\", \"replace\": false}").expectStatus().isOk();
    assertThat(agent.placement()).isEqualTo(Placement.USUAL);
    Problems.expect(
        post("{\"magnet\": \"" + link + "\", \"replace\": \"yes\"}"), 400, "bad-request");
    Problems.expect(post("{\"magnet\": \"" + link + "\", \"replace\": 1}"), 400, "malformed-json");
  }

  @Test
  void takesAPlaceAsFieldsOfAForm() {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add(
        "manifest", new NamedResource("m.json", Samples.MANIFEST.getBytes(StandardCharsets.UTF_8)));
    form.add("name", "übung.bin");

    client.post().uri(ROOT).contentType(MediaType.MULTIPART_FORM_DATA).body(form).exchange();

    assertThat(agent.placement()).isEqualTo(new Placement(null, "übung.bin"));
  }

  @Test
  void refusesWhatIsNoPlace() {
    String link = "magnet:?xt=urn:torrentinno:" + "ab".repeat(32);

    Problems.expect(
        post("{\"magnet\": \"" + link + "\", \"destination\": 7}"), 400, "malformed-json");
    Problems.expect(
        post("{\"magnet\": \"" + link + "\", \"destination\": \"\"}"), 400, "bad-request");
    Problems.expect(
        post("{\"magnet\": \"" + link + "\", \"destination\": \"a\\u0000b\"}"), 400, "bad-request");
  }

  @Test
  void answers200WhenTheResourceIsThereAlready() {
    post(Samples.MANIFEST).expectStatus().isCreated();

    post(Samples.MANIFEST)
        .expectStatus()
        .isOk()
        .expectHeader()
        .doesNotExist("Location")
        .expectBody()
        .jsonPath("$.name")
        .isEqualTo("FunnyVideo.mp4");
  }

  @Test
  void givesTheManifestBackAsAFile() {
    post(Samples.MANIFEST);

    client
        .get()
        .uri(ROOT + "/" + Samples.infoHash("FunnyVideo.mp4") + "/manifest")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType(MediaType.APPLICATION_JSON)
        .expectHeader()
        .value(
            "Content-Disposition",
            value ->
                assertThat(value)
                    .startsWith("attachment")
                    .contains("FunnyVideo.mp4.torrentinno.json"))
        .expectBody()
        .jsonPath("$.pieces[1].size")
        .isEqualTo(1000)
        .jsonPath("$.name")
        .isEqualTo("FunnyVideo.mp4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{\"a\": }", "[]", "7"})
  void refusesWhatIsNoJson(String body) {
    Problems.expect(post(body), 400, "malformed-json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\": \"x\"}"})
  void refusesWhatIsNoManifest(String body) {
    Problems.expect(post(body), 400, "bad-manifest");
  }

  @Test
  void refusesManifestsWithoutPieces() {
    String pieces = "\"pieces\": []}";
    String text = Samples.MANIFEST.replaceAll("(?s)\"pieces\".*", pieces);

    Problems.expect(post(text), 400, "bad-manifest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1073741825", "99999999999", "\"many\"", "1.5"})
  void refusesPiecesOfImpossibleSizes(String size) {
    Problems.expect(post(Samples.MANIFEST.replace("1000", size)), 400, "bad-manifest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escape", "/etc/passwd", "..", "a/b", "a\\\\b", ".torrentinno", ""})
  void refusesNamesThatLeadElsewhere(String name) {
    Problems.expect(post(Samples.MANIFEST.replace("FunnyVideo.mp4", name)), 400, "bad-manifest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http"})
  void refusesTrackerPortsOutOfRange(String port) {
    Problems.expect(post(Samples.MANIFEST.replace("8080", port)), 400, "bad-manifest");
  }

  @Test
  void refusesHashesOfAnotherLength() {
    Problems.expect(post(Samples.MANIFEST.replace("3e2f9f9c5a", "3e2f9f9c")), 400, "bad-manifest");
  }

  @Test
  void refusesFormsWithoutAManifest() {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add("other", "x");

    Problems.expect(
        client.post().uri(ROOT).contentType(MediaType.MULTIPART_FORM_DATA).body(form).exchange(),
        400,
        "bad-request");
  }

  @Test
  void refusesOtherContentTypes() {
    Problems.expect(
        client.post().uri(ROOT).contentType(MediaType.TEXT_PLAIN).body("x").exchange(),
        415,
        "unsupported-media-type");
  }

  private ResponseSpec post(String body) {
    return client
        .post()
        .uri(ROOT)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .exchange();
  }

  private static void expectCreated(ResponseSpec answer) {
    String infoHash = Samples.infoHash("FunnyVideo.mp4").toString();
    answer
        .expectStatus()
        .isCreated()
        .expectHeader()
        .valueEquals("Location", "resources/" + infoHash) // relative to /api/v1/resources
        .expectBody()
        .jsonPath("$.infoHash")
        .isEqualTo(infoHash)
        .jsonPath("$.size")
        .isEqualTo(66536);
  }
}
