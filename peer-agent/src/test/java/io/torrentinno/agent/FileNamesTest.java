package io.torrentinno.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.cli.CommandLineTool;
import io.torrentinno.agent.runtime.LocalTracker;
import io.torrentinno.protocol.model.FileName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whole agents take the same names over REST, by the command line, from the page and from peers:
 * those of {@code specs/golden/file-names.json} that have no fault.
 */
@ExtendWith(OutputCaptureExtension.class)
class FileNamesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path TABLE = Path.of("..", "specs", "golden", "file-names.json");
  private static final String RESOURCES = "/api/v1/resources";

  record Row(String name, @Nullable String fault) {
    boolean isValid() {
      return fault == null;
    }

    /** Whether a file can have the name, even where no resource can. */
    boolean isFile() {
      byte[] bytes = name.getBytes(UTF_8);
      return !List.of("", ".", "..").contains(name)
          && name.chars().noneMatch(c -> c == '/' || c == 0)
          && bytes.length <= FileName.MAX_BYTES
          && new String(bytes, UTF_8).equals(name);
    }
  }

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private LocalTracker tracker;
  private ConfigurableApplicationContext seeder;
  private ConfigurableApplicationContext fetcher;

  @BeforeEach
  void start() throws IOException {
    tracker = new LocalTracker();
    seeder = agent("seeder");
    fetcher = agent("fetcher");
  }

  @AfterEach
  void stop() {
    fetcher.close();
    seeder.close();
    tracker.close();
  }

  @Test
  void takesOverTheWireWhatRestTakes(CapturedOutput output) throws Exception {
    Path sources = Files.createDirectory(folder.resolve("plain"));
    for (Row row : rows()) {
      Path file = Files.createTempFile(sources, "source", ".bin");
      Files.writeString(file, "content");
      HttpResponse<String> answer =
          post(seeder, "/share?wait=60", json(Map.of("path", file.toString(), "name", row.name())));
      expect(row, answer, "bad-name");
      if (row.isValid()) {
        String link = JSON.readTree(answer.body()).path("magnet").asString();
        assertThat(tool(fetcher, "add", " " + link + "\n")).as(link).isZero();
      }
    }

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> {
          Map<String, String> states = new TreeMap<>();
          resources(fetcher).forEach(it -> states.put(it.path("name").asString(), state(it)));
          assertThat(states.keySet()).containsExactlyInAnyOrderElementsOf(valid());
          assertThat(states.values()).containsOnly("seeding");
        });
    assertThat(files(folder.resolve("fetcher"))).containsExactlyInAnyOrderElementsOf(valid());
    String first = valid().getFirst();
    assertThat(output.getOut().lines()).anyMatch(line -> line.endsWith("  " + first));
  }

  @Test
  void takesByTheCommandLineWhatTheOthersTake(CapturedOutput output) throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    for (Row row : rows()) {
      if (row.isFile()) {
        Path file = Files.writeString(own.resolve(row.name()), "content");
        int status = tool(seeder, "share", "--upload", file.toString());
        assertThat(status).as(row + output.getErr()).isEqualTo(row.isValid() ? 0 : 1);
        if (!row.isValid()) {
          assertThat(output.getErr()).contains(requireNonNull(row.fault()));
        }
      }
    }

    assertThat(files(folder.resolve("seeder"))).containsExactlyInAnyOrderElementsOf(valid());
    for (String name : valid()) {
      assertThat(tool(seeder, "rm", "--", name)).as(name).isZero();
    }
    assertThat(resources(seeder)).isEmpty();
  }

  /** The page sends the name in a field, and the browser a name that is not kept to the byte. */
  @Test
  void takesFromThePageWhatTheOthersTake() throws Exception {
    for (Row row : rows()) {
      if (!row.isValid() && FileName.printable(row.name()).contains("<U+")) {
        continue; // Neither a file of a browser's machine, nor text in UTF-8.
      }
      String part = row.name().replace("\"", "%22");
      String body =
          "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n"
              + row.name()
              + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
              + part
              + "\"\r\n\r\ncontent\r\n--b--\r\n";
      expect(
          row, post(seeder, "/share?wait=60", "multipart/form-data; boundary=b", body), "bad-name");
    }

    assertThat(files(folder.resolve("seeder"))).containsExactlyInAnyOrderElementsOf(valid());
  }

  @Test
  void refusesManifestsWithNamesThatTheOthersRefuse() throws Exception {
    for (Row row : rows()) {
      String manifest =
          json(
              Map.of(
                  "trackerIp",
                  "127.0.0.1",
                  "trackerPort",
                  tracker.port(),
                  "comment",
                  "",
                  "creationDate",
                  "2026-01-02T03:04:05+00:00",
                  "name",
                  row.name(),
                  "pieces",
                  List.of(Map.of("sha256", "ab".repeat(32), "size", 1))));
      expect(row, post(fetcher, "", manifest), "bad-manifest");
    }
  }

  private void expect(Row row, HttpResponse<String> answer, String problem) {
    if (row.isValid()) {
      assertThat(answer.statusCode()).as(row + answer.body()).isEqualTo(201);
      assertThat(JSON.readTree(answer.body()).path("name").asString()).isEqualTo(row.name());
    } else {
      assertThat(answer.statusCode()).as(row + answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("urn:torrentinno:problem:" + problem);
      assertThat(JSON.readTree(answer.body()).path("detail").asString())
          .contains(requireNonNull(row.fault()));
    }
  }

  private ConfigurableApplicationContext agent(String name) {
    return WholeProgram.start(
        folder.resolve(name),
        "--torrentinno.agent.share-dirs=" + folder,
        "--torrentinno.agent.tracker=127.0.0.1:" + tracker.port());
  }

  private static int tool(ConfigurableApplicationContext agent, String command, String... args) {
    Stream<String> first = Stream.of(command, "--agent=" + uri(agent));
    return CommandLineTool.run(Stream.concat(first, Stream.of(args)).toArray(String[]::new));
  }

  private List<JsonNode> resources(ConfigurableApplicationContext agent) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri(agent) + RESOURCES)).build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).valueStream().toList();
  }

  private HttpResponse<String> post(ConfigurableApplicationContext agent, String path, String json)
      throws Exception {
    return post(agent, path, "application/json", json);
  }

  private HttpResponse<String> post(
      ConfigurableApplicationContext agent, String path, String type, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri(agent) + RESOURCES + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static String uri(ConfigurableApplicationContext agent) {
    return "http://127.0.0.1:" + agent.getEnvironment().getProperty("local.server.port");
  }

  private static String state(JsonNode resource) {
    return resource.path("state").asString() + resource.path("error").asString("");
  }

  /** With escapes, for half a surrogate pair has no bytes. */
  private static String json(Object value) {
    StringBuilder escaped = new StringBuilder();
    JSON.writeValueAsString(value)
        .chars()
        .forEach(c -> escaped.append(c < 0x80 ? (char) c + "" : "\\u%04x".formatted(c)));
    return escaped.toString();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> requireNonNull(file.getFileName()).toString())
          .filter(name -> !name.equals(".torrentinno"))
          .toList();
    }
  }

  private static List<String> valid() throws IOException {
    return rows().stream().filter(Row::isValid).map(Row::name).toList();
  }

  private static List<Row> rows() throws IOException {
    return List.of(JSON.readValue(Files.readString(TABLE, UTF_8), Row[].class));
  }
}
