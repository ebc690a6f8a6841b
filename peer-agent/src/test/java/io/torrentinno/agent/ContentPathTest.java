package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.api.RawHttp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a folder can be read over HTTP, by which paths, and how browsers take them. */
class ContentPathTest {
  private static final String SECRET = "secret of the machine";

  @TempDir private static Path folder;
  private static AgentPair agents;
  private static String model;

  @BeforeAll
  static void share() throws Exception {
    agents = new AgentPair(folder);
    Path shared = Files.createDirectories(folder.resolve("seeder/model"));
    write(shared, "README.md", "# hello");
    write(shared, "a b;c%2Fd+e.txt", "odd");
    write(shared, "größe/データ.bin", "unicode");
    write(shared, "page.html", "<script>alert(1)</script>");
    write(shared, "pic.svg", "<svg/>");
    write(shared, "pic.png", "png");
    write(shared, "clip.mp4", "mp4");
    write(shared, "song.mp3", "mp3");
    write(shared, "empty", "");
    write(shared, "blobs/abc", "the blob");
    Files.createDirectories(shared.resolve("nothing"));
    Files.createSymbolicLink(shared.resolve("model.bin"), Path.of("blobs/abc"));
    Files.createSymbolicLink(shared.resolve("latest"), Path.of("blobs"));
    Files.createSymbolicLink(shared.resolve("größe/up"), Path.of("../model.bin"));
    Files.createSymbolicLink(shared.resolve("dangling"), Path.of("gone"));
    write(folder, "seeder/secret", SECRET);
    model = agents.share("model");
  }

  private static void write(Path in, String path, String text) throws Exception {
    Path file = in.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @AfterAll
  static void stop() {
    agents.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "README.md | # hello",
        "a%20b%3Bc%252Fd+e.txt | odd",
        "gr%C3%B6%C3%9Fe/%E3%83%87%E3%83%BC%E3%82%BF.bin | unicode",
        "blobs/abc | the blob",
        "model.bin | the blob",
        "latest/abc | the blob",
        "gr%C3%B6%C3%9Fe/up | the blob",
      })
  void readsFilesByTheirPaths(String path, String text) throws Exception {
    HttpResponse<byte[]> answer = agents.getFromSeeder(model + "/files/" + path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void readsAnEmptyFile() throws Exception {
    HttpResponse<byte[]> answer = agents.getFromSeeder(model + "/files/empty");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).contains("0");
    AgentPair.expectProblem(
        agents.getFromSeeder(model + "/files/empty", "Range", "bytes=0-"),
        416,
        "range-not-satisfiable");
  }

  @Test
  void givesEachFileAnETagOfItsOwn() throws Exception {
    String readme = etag("README.md");

    assertThat(etag("model.bin")).isEqualTo(etag("blobs/abc")).isNotEqualTo(readme);
    assertThat(readme).matches("\"" + model + "-[0-9]+\"");
  }

  private static String etag(String path) throws Exception {
    return agents
        .getFromSeeder(model + "/files/" + path)
        .headers()
        .firstValue("ETag")
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "nothing",
        "blobs",
        "latest",
        "dangling",
        "README.md/",
        "README.md/x",
        "/README.md",
        "blobs//abc",
        "readme.md",
        "model/README.md",
        "README.md;x/..",
      })
  void hasNoFileByOtherPaths(String path) throws Exception {
    AgentPair.expectProblem(agents.getFromSeeder(model + "/files/" + path), 404, "no-such-file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files/../../../../../secret",
        "files/../secret",
        "files/blobs/../README.md",
        "files/./README.md",
        "files/%2e%2e/secret",
        "files/blobs/%2E%2E/%2E%2E/secret",
        "files/..%2Fsecret",
        "files/%2Fetc%2Fpasswd",
        "files/blobs%2Fabc",
        "files/..%5Csecret",
        "files/README.md%00",
        "files/README.md%00.png",
        "files/%00",
        "files/..;/secret",
        "files/%c0%ae%c0%ae/secret",
        "files/%",
        "files/%zz"
      })
  void leadsNowhereElse(String path) throws Exception {
    String answer =
        RawHttp.answer(
            agents.seederPort(),
            "GET /api/v1/resources/"
                + model
                + "/"
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 4")
        .contains("urn:torrentinno:problem:")
        .doesNotContain(SECRET, "# hello", "the blob");
  }

  @ParameterizedTest
  @CsvSource({
    "README.md,application/octet-stream,attachment",
    "page.html,text/html,attachment",
    "pic.svg,image/svg+xml,attachment",
    "pic.png,image/png,inline",
    "clip.mp4,video/mp4,attachment",
    "song.mp3,audio/mpeg,attachment",
    "blobs/abc,application/octet-stream,attachment"
  })
  void letsNoBrowserRunAFile(String path, String type, String disposition) throws Exception {
    HttpResponse<byte[]> answer = agents.getFromSeeder(model + "/files/" + path);

    assertThat(answer.headers().firstValue("Content-Type")).contains(type);
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith(disposition + ";")
        .contains(path.substring(path.lastIndexOf('/') + 1));
    assertThat(answer.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .startsWith("sandbox;");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void hasNoContentOfAFolder() throws Exception {
    AgentPair.expectProblem(agents.getFromSeeder(model + "/content"), 404, "no-such-file");
  }

  @Test
  void readsAResourceOfOneFileByItsNameToo() throws Exception {
    write(folder, "seeder/note.txt", "a note");
    String hash = agents.share("note.txt");

    assertThat(agents.getFromSeeder(hash + "/files/note.txt").body())
        .isEqualTo(agents.getFromSeeder(hash + "/content").body());
    AgentPair.expectProblem(agents.getFromSeeder(hash + "/files/other.txt"), 404, "no-such-file");
  }

  @Test
  void refusesUnknownResources() throws Exception {
    AgentPair.expectProblem(
        agents.getFromSeeder("ab".repeat(32) + "/content"), 404, "unknown-resource");
    AgentPair.expectProblem(agents.getFromSeeder("xy/files/a"), 400, "bad-info-hash");
  }

  /** The machine's own files stay its own, whoever puts a link in the place of a file. */
  @Test
  void followsNoLinkThatTookTheFilesPlace() throws Exception {
    Path shared = Files.createDirectories(folder.resolve("seeder/swapped"));
    write(shared, "sub/file", "x".repeat(SECRET.length()));
    String hash = agents.share("swapped");
    Files.delete(shared.resolve("sub/file"));
    Files.createSymbolicLink(shared.resolve("sub/file"), folder.resolve("seeder/secret"));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          HttpResponse<byte[]> answer = agents.getFromSeeder(hash + "/files/sub/file");
          assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(SECRET);
          AgentPair.expectProblem(answer, 409, "not-running");
        });
  }
}
