package io.torrentinno.agent.api.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.api.sharing.Created;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
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
class UploadTest {
  private static final String SHARE = "/api/v1/resources/share";

  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;
  @Autowired private UploadFolder uploads;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @AfterEach
  void leavesNothingInTheUploadFolder() throws IOException {
    try (Stream<Path> leftovers = Files.list(uploads.incoming())) {
      assertThat(leftovers).isEmpty();
    }
    try (Stream<Path> files = Files.list(uploads.dataDir())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void keepsAnUploadUnderItsNameInTheDataFolder() throws IOException {
    Created.expect(upload("film.mkv", "some bytes"), "film.mkv");

    Path file = uploads.dataDir().resolve("film.mkv");
    assertThat(file).hasContent("some bytes");
    assertThat(agent.shared().file()).isEqualTo(file);
  }

  @Test
  void takesTheFieldsThatComeWithAnUpload() {
    MultiValueMap<String, Object> form = form("film.mkv", "some bytes");
    form.add("name", "Größer.mkv");
    form.add("comment", "ünï");
    form.add("pieceSize", "32768");

    Created.expect(upload(form), "Größer.mkv");

    Path file = uploads.dataDir().resolve("Größer.mkv");
    assertThat(file).exists();
    assertThat(agent.shared()).isEqualTo(new ShareRequest(file, "Größer.mkv", "ünï", 32768, true));
  }

  /** Which calls may take long is decided before a body is read. */
  @Test
  void takesTheTimeToWaitFromTheUrlAlone() {
    MultiValueMap<String, Object> form = form("film.mkv", "some bytes");
    form.add("wait", "600");

    Created.expect(upload(form), "film.mkv");
    client
        .post()
        .uri(SHARE + "?wait=20")
        .contentType(MediaType.MULTIPART_FORM_DATA)
        .body(form)
        .exchange()
        .expectStatus()
        .isOk();

    assertThat(agent.sharing().waits())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(20));
  }

  @Test
  void takesUploadsLargerThanAnyBuffer() throws IOException {
    byte[] large = new byte[20 << 20];
    large[large.length - 1] = 7;
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add("file", new NamedResource("large.bin", large));

    upload(form).expectStatus().isCreated();

    assertThat(Files.readAllBytes(uploads.dataDir().resolve("large.bin"))).isEqualTo(large);
  }

  @Test
  void acceptsTheSameUploadTwice() {
    upload("film.mkv", "some bytes").expectStatus().isCreated();

    upload("film.mkv", "some bytes").expectStatus().isOk();

    assertThat(uploads.dataDir().resolve("film.mkv")).hasContent("some bytes");
  }

  @Test
  void neverReplacesAnotherFile() throws IOException {
    Path mine = Files.writeString(uploads.dataDir().resolve("film.mkv"), "mine");

    Problems.expect(upload("film.mkv", "other"), 409, "file-exists");

    assertThat(mine).hasContent("mine");
  }

  @Test
  void neverMakesAFolderInThePlaceOfADataFolderThatIsGone() throws IOException {
    Path gone = Files.move(uploads.incoming(), uploads.dataDir().resolve("gone"));
    try {
      Problems.expect(upload("film.mkv", "some bytes"), 500, "storage");

      assertThat(uploads.incoming()).doesNotExist();
    } finally {
      Files.move(gone, uploads.incoming());
    }
  }

  @Test
  void throwsAwayWhatAnUploadThatFailedHasLeft() throws IOException {
    Files.writeString(uploads.incoming().resolve("upload_0001.tmp"), "a part of a file");

    upload("film.mkv", "some bytes").expectStatus().isCreated();

    assertThat(uploads.incoming()).isEmptyDirectory();
  }

  @Test
  void refusesAnUploadNamedLikeADownload() {
    agent.put(
        Samples.status("film.mkv", ResourceState.PAUSED, 9, 3),
        new PieceStatus(new Bitfield(1), new Bitfield(1)),
        List.of());

    Problems.expect(upload("film.mkv", "some bytes"), 409, "name-taken");
  }

  @Test
  void takesAnUploadBackThatCanNotBeShared() {
    agent.failWith(Reason.BAD_REQUEST, "no such piece size");

    Problems.expect(upload("film.mkv", "some bytes"), 400, "bad-request");

    assertThat(uploads.dataDir().resolve("film.mkv")).doesNotExist();
  }

  @Test
  void leavesAFileThatWasThereWhenItsUploadCanNotBeShared() throws IOException {
    Path mine = Files.writeString(uploads.dataDir().resolve("film.mkv"), "same");
    agent.failWith(Reason.BAD_REQUEST, "no such piece size");

    Problems.expect(upload("film.mkv", "same"), 400, "bad-request");

    assertThat(mine).hasContent("same");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escape",
        "..",
        ".",
        "/etc/passwd",
        "a/b",
        "a\\b",
        ".torrentinno",
        ".torrentinno-x"
      })
  void refusesNamesThatLeadElsewhere(String name) {
    MultiValueMap<String, Object> form = form("film.mkv", "some bytes");
    form.add("name", name);

    Problems.expect(upload(form), 400, "bad-name");
  }

  @Test
  void refusesNamesLongerThanAFileCanHave() {
    MultiValueMap<String, Object> form = form("film.mkv", "some bytes");
    form.add("name", "é".repeat(128));

    Problems.expect(upload(form), 400, "bad-name");
  }

  @Test
  void refusesEmptyUploads() {
    Problems.expect(upload("film.mkv", ""), 400, "empty-file");
  }

  @Test
  void refusesPieceSizesThatAreNoNumbers() {
    MultiValueMap<String, Object> form = form("film.mkv", "some bytes");
    form.add("pieceSize", "big");

    Problems.expect(upload(form), 400, "bad-request");
  }

  @Test
  void refusesFormsWithoutAFile() {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add("name", "x");

    Problems.expect(upload(form), 400, "bad-request");
  }

  @Test
  void refusesFormsThatBreakOff() {
    ResponseSpec answer =
        client
            .post()
            .uri(SHARE)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .body("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx")
            .exchange();

    Problems.expect(answer, 400, "bad-request");
  }

  private ResponseSpec upload(String name, String content) {
    return upload(form(name, content));
  }

  private ResponseSpec upload(MultiValueMap<String, Object> form) {
    return client
        .post()
        .uri(SHARE)
        .contentType(MediaType.MULTIPART_FORM_DATA)
        .body(form)
        .exchange();
  }

  private static MultiValueMap<String, Object> form(String name, String content) {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add("file", new NamedResource(name, content.getBytes(StandardCharsets.UTF_8)));
    return form;
  }
}
