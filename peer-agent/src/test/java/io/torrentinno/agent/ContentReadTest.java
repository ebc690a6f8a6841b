package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are read over HTTP from one agent, while it fetches them from another. */
class ContentReadTest {
  private static final int PIECE = 64 << 10;
  private static final int PIECES = 64;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** So slow that all pieces take longer than any test. */
  private static final int SLOW = 128 << 10;

  /** So slow that no piece comes. */
  private static final int HARDLY = 100;

  @TempDir private static Path folder;
  private static AgentPair agents;
  private final byte[] film = AgentPair.random(PIECES * PIECE - 5);

  @BeforeAll
  static void start() throws Exception {
    agents = new AgentPair(folder);
  }

  @AfterAll
  static void stop() {
    agents.close();
  }

  @AfterEach
  void forget() throws Exception {
    agents.removeAll();
  }

  @Test
  void readsAFileWhileItIsFetched() throws Exception {
    String hash = addFilm(4 << 20);

    HttpResponse<byte[]> answer = agents.get(hash + "/content");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(film);
    assertThat(answer.headers().firstValue("Content-Length")).contains("" + film.length);
    assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(answer.headers().firstValue("ETag")).contains("\"" + hash + "-0\"");
    assertThat(answer.headers().firstValue("Content-Type")).contains("video/x-matroska");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("sandbox;");
    assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment; filename=");
  }

  @Test
  void fetchesFirstWhatIsRead() throws Exception {
    String hash = addFilm(SLOW);
    long begin = 40L * PIECE - 10;

    HttpResponse<byte[]> answer =
        agents.get(hash + "/content", "Range", "bytes=" + begin + "-" + (begin + 19));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(film, (int) begin, (int) begin + 20));
    assertThat(answer.headers().firstValue("Content-Range"))
        .contains("bytes " + begin + "-" + (begin + 19) + "/" + film.length);
    assertThat(agents.completedBytes(hash)).as("before all others").isLessThan(begin);
  }

  @Test
  void sendsBytesAsSoonAsTheirPieceIsVerified() throws Exception {
    String hash = addFilm(SLOW);

    HttpResponse<InputStream> answer = agents.send(hash + "/content", BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      assertThat(body.readNBytes(PIECE)).isEqualTo(Arrays.copyOf(film, PIECE));
      assertThat(agents.completedBytes(hash)).isLessThan(film.length / 2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-0 | 0 | 1",
        "bytes=5- | 5 | 4194299",
        "bytes=-7 | 4194292 | 4194299",
        "bytes=65530-65540 | 65530 | 65541",
        "bytes=4194298-9999999999999 | 4194298 | 4194299"
      })
  void answersRanges(String range, int begin, int end) throws Exception {
    String hash = shareFilm();

    HttpResponse<byte[]> answer = agents.getFromSeeder(hash + "/content", "Range", range);

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(film, begin, end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1-0", "bytes=x", "lines=1-2", "bytes=0-1,5-6"})
  void sendsTheWholeFileForRangesThatItDoesNotKnow(String range) throws Exception {
    String hash = shareFilm();

    HttpResponse<byte[]> answer = agents.getFromSeeder(hash + "/content", "Range", range);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(film);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=4194299-", "bytes=4194299-4194300", "bytes=-0"})
  void refusesRangesThatTheFileDoesNotHave(String range) throws Exception {
    String hash = shareFilm();

    HttpResponse<byte[]> answer = agents.getFromSeeder(hash + "/content", "Range", range);

    AgentPair.expectProblem(answer, 416, "range-not-satisfiable");
    assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */4194299");
  }

  @Test
  void sendsARangeOnlyOfTheFileThatTheClientKnows() throws Exception {
    String hash = shareFilm();
    String etag = "\"" + hash + "-0\"";

    assertThat(ranged(hash, "If-Range", etag).statusCode()).isEqualTo(206);
    assertThat(ranged(hash, "If-Range", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(ranged(hash, "If-Range", "W/" + etag).statusCode()).isEqualTo(200);
    assertThat(ranged(hash, "If-Range", "Sun, 06 Nov 1994 08:49:37 GMT").statusCode())
        .isEqualTo(200);
    assertThat(ranged(hash, "If-Match", "\"other\", " + etag).statusCode()).isEqualTo(206);
    AgentPair.expectProblem(ranged(hash, "If-Match", "\"other\""), 412, "precondition-failed");
    HttpResponse<byte[]> known = ranged(hash, "If-None-Match", "W/" + etag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.headers().firstValue("ETag")).contains(etag);
  }

  private HttpResponse<byte[]> ranged(String hash, String name, String value) throws Exception {
    return agents.getFromSeeder(hash + "/content", "Range", "bytes=0-9", name, value);
  }

  @Test
  void answersHeadWithoutWaitingForAnyByte() throws Exception {
    String hash = addFilm(HARDLY);

    HttpResponse<byte[]> answer = agents.head(hash + "/content");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).contains("" + film.length);
    assertThat(answer.headers().firstValue("ETag")).contains("\"" + hash + "-0\"");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void tellsAReaderThatWaitsThatTheResourceIsRemoved() throws Exception {
    String hash = addFilm(HARDLY);
    CompletableFuture<HttpResponse<byte[]>> reading = agents.getLater(hash + "/content");
    await().atMost(SOON).until(() -> agents.readers() == 1);

    assertThat(agents.delete(hash)).isEqualTo(204);

    AgentPair.expectProblem(reading.get(), 404, "unknown-resource");
    await().atMost(SOON).until(() -> agents.readers() == 0);
  }

  @Test
  void tellsAReaderThatWaitsThatTheResourceIsPaused() throws Exception {
    String hash = addFilm(HARDLY);
    CompletableFuture<HttpResponse<byte[]>> reading = agents.getLater(hash + "/content");
    await().atMost(SOON).until(() -> agents.readers() == 1);

    agents.post(hash + "/pause");

    AgentPair.expectProblem(reading.get(), 409, "not-running");
    AgentPair.expectProblem(agents.get(hash + "/content"), 409, "not-running");
  }

  @Test
  void goesOnReadingWhereItWasAfterACheck() throws Exception {
    String hash = addFilm(SLOW);
    HttpResponse<InputStream> answer = agents.send(hash + "/content", BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      byte[] first = body.readNBytes(10);
      agents.post(hash + "/recheck");
      agents.limitSeeder(0);

      assertThat(first).isEqualTo(Arrays.copyOf(film, 10));
      assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(film, 10, film.length));
    }
  }

  @Test
  void breaksOffAnAnswerWhoseResourceIsRemoved() throws Exception {
    String hash = addFilm(SLOW);
    HttpResponse<InputStream> answer = agents.send(hash + "/content", BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      body.readNBytes(PIECE);
      agents.limitSeeder(HARDLY);

      assertThat(agents.delete(hash)).isEqualTo(204);

      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void tellsThatTheFileWasChanged() throws Exception {
    String hash = shareFilm();
    assertThat(agents.getFromSeeder(hash + "/content").statusCode()).isEqualTo(200);

    Files.write(folder.resolve("seeder/film.mkv"), AgentPair.random(film.length - 1));

    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(IOException.class) // An answer may be broken off.
        .untilAsserted(() ->
            AgentPair.expectProblem(agents.getFromSeeder(hash + "/content"), 409, "not-running"));
  }

  @Test
  void readsAPausedFile() throws Exception {
    String hash = shareFilm();
    agents.postToSeeder(hash + "/pause");

    assertThat(agents.getFromSeeder(hash + "/content").body()).isEqualTo(film);

    Files.write(folder.resolve("seeder/film.mkv"), AgentPair.random(film.length));
    AgentPair.expectProblem(agents.getFromSeeder(hash + "/content"), 409, "not-running");
  }

  @Test
  void readsWhatIsHereOfAPausedDownload() throws Exception {
    String hash = addFilm(SLOW);
    assertThat(readPiece(hash, 40).statusCode()).isEqualTo(206);
    agents.limitSeeder(HARDLY);
    agents.post(hash + "/pause");

    HttpResponse<byte[]> here = readPiece(hash, 40);

    assertThat(here.statusCode()).isEqualTo(206);
    assertThat(here.body()).isEqualTo(Arrays.copyOfRange(film, 40 * PIECE, 41 * PIECE));
    int missing = firstMissing(hash);
    HttpResponse<byte[]> notHere = readPiece(hash, missing);
    AgentPair.expectProblem(notHere, 409, "not-running");
    assertThat(new String(notHere.body(), StandardCharsets.UTF_8))
        .contains("film.mkv is paused, and the agent does not have these bytes");
  }

  @Test
  void goesOnReadingFromTheTransferWhenAPauseEnds() throws Exception {
    String hash = addFilm(SLOW);
    readPiece(hash, 0);
    agents.post(hash + "/pause");
    assertThat(readPiece(hash, 0).statusCode()).isEqualTo(206);
    agents.limitSeeder(0);

    agents.post(hash + "/resume");

    assertThat(agents.get(hash + "/content").body()).isEqualTo(film);
  }

  @Test
  void readsTheFilesOfAFailedFolderThatAreUnchanged() throws Exception {
    Path model = Files.createDirectories(folder.resolve("seeder/model"));
    Files.write(model.resolve("a"), film);
    Files.write(model.resolve("b"), film);
    String hash = agents.share("model");
    Files.write(model.resolve("b"), AgentPair.random(100));

    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(IOException.class) // An answer may be broken off.
        .untilAsserted(() ->
            AgentPair.expectProblem(agents.getFromSeeder(hash + "/files/b"), 409, "not-running"));
    assertThat(agents.getFromSeeder(hash + "/files/a").body()).isEqualTo(film);
  }

  private HttpResponse<byte[]> readPiece(String hash, int piece) throws Exception {
    long begin = (long) piece * PIECE;
    return agents.get(hash + "/content", "Range", "bytes=" + begin + "-" + (begin + PIECE - 1));
  }

  private static int firstMissing(String hash) throws Exception {
    String list = new String(agents.get(hash + "/pieces?view=list").body(), StandardCharsets.UTF_8);
    List<String> states = List.of(list.substring(list.indexOf('[') + 1).split(",", -1));
    return states.indexOf("\"missing\"");
  }

  private String shareFilm() throws Exception {
    Files.write(folder.resolve("seeder/film.mkv"), film);
    return agents.share("film.mkv");
  }

  /** Has it fetched from a seeder that sends so many bytes a second. */
  private String addFilm(int rate) throws Exception {
    String hash = shareFilm();
    agents.limitSeeder(rate);
    agents.add(hash);
    return hash;
  }
}
