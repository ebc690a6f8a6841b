package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Forty callers pause, resume, recheck, remove, add and share the same six resources at a time.
 * Each call waits for its turn or is told that the resource is busy or gone.
 */
class RestStormTest {
  private static final int CALLERS = 40;
  private static final int CALLS = 15;
  private static final int BYTES = 1 << 20;
  private static final Duration SLOWEST = Duration.ofSeconds(60);
  private static final Pattern INFO_HASH = Pattern.compile("\"infoHash\":\"([0-9a-f]{64})\"");
  private static final Pattern STATE = Pattern.compile("\"state\":\"([a-z-]+)\"");

  /** A file, and the resource that it is. */
  private record Shared(String file, String infoHash, String manifest) {}

  private record Answer(String call, int status, String body) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Shared> shared = new ArrayList<>();
  @TempDir private Path folder;
  private URI resources = URI.create("http://127.0.0.1");

  @Test
  void everyCallWaitsForItsTurnAndTheLastOneCounts() throws Exception {
    try (ConfigurableApplicationContext context =
            WholeProgram.start(folder, WholeProgram.NO_TRACKER);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      String port = context.getEnvironment().getRequiredProperty("local.server.port");
      resources = URI.create("http://127.0.0.1:" + port + "/api/v1/resources");
      for (int i = 0; i < 6; i++) {
        shared.add(share("f" + i, i));
      }
      List<Future<List<Answer>>> calling = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        Random random = new Random(caller);
        calling.add(callers.submit(() -> storm(random)));
      }

      for (Future<List<Answer>> answers : calling) {
        assertThat(answers.get()).allSatisfy(RestStormTest::isRight);
      }

      for (String infoHash : all()) {
        assertThat(settled(infoHash)).isIn("seeding", "paused");
        assertThat(send("DELETE", "/" + infoHash, null).statusCode()).isEqualTo(204);
      }
      assertThat(lastly(0, "add", "pause")).isEqualTo("paused");
      assertThat(lastly(1, "add", "pause", "resume")).isEqualTo("seeding");
      assertThat(lastly(2, "add", "resume", "recheck")).isEqualTo("seeding");
      assertThat(lastly(3, "add", "delete", "add")).isEqualTo("seeding");
      assertThat(lastly(4, "add", "delete")).isEqualTo("none");
    }
  }

  private List<Answer> storm(Random random) throws Exception {
    String[] calls = {
      "pause",
      "resume",
      "recheck",
      "delete",
      "add",
      "add",
      "share",
      "batch",
      "manifest",
      "get",
      "list"
    };
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      answers.add(call(calls[random.nextInt(calls.length)], shared.get(random.nextInt(6))));
    }
    return answers;
  }

  private static void isRight(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isLessThan(500);
    if (answer.status() == 404) {
      assertThat(answer.body()).as(answer.call()).contains("problem:unknown-resource");
    } else if (answer.status() >= 400) {
      assertThat(answer.status()).as("%s", answer).isEqualTo(409);
    }
    assertThat(answer.body()).as(answer.call()).doesNotContain("\"status\":500");
  }

  /** Calls one after the other; gives the state that the resource settles in. */
  private String lastly(int resource, String... calls) throws Exception {
    Shared one = shared.get(resource);
    for (String call : calls) {
      assertThat(call(call, one).status()).as("%s of %s", call, one.file()).isBetween(200, 299);
    }
    return settled(one.infoHash());
  }

  private String settled(String infoHash) throws Exception {
    HttpResponse<String> answer = send("GET", "/" + infoHash + "?wait=60", null);
    return answer.statusCode() == 404 ? "none" : find(STATE, answer.body());
  }

  private List<String> all() throws Exception {
    return INFO_HASH
        .matcher(send("GET", "", null).body())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private Answer call(String call, Shared one) throws Exception {
    String path = "/" + one.infoHash();
    HttpResponse<String> answer =
        switch (call) {
          case "delete" -> send("DELETE", path, null);
          case "add" -> send("POST", "", one.manifest());
          case "share" -> send("POST", "/share", "{\"path\": \"%s\"}".formatted(one.file()));
          case "batch" ->
              send("POST", "/batch", "[%s,%s]".formatted(one.manifest(), one.manifest()));
          case "manifest" -> send("GET", path + "/manifest", null);
          case "get" -> send("GET", path, null);
          case "list" -> send("GET", "", null);
          default -> send("POST", path + "/" + call, null);
        };
    return new Answer(call, answer.statusCode(), answer.body());
  }

  private Shared share(String name, int seed) throws Exception {
    byte[] content = new byte[BYTES];
    new Random(seed).nextBytes(content);
    Files.write(folder.resolve(name), content);
    HttpResponse<String> answer = send("POST", "/share", "{\"path\": \"%s\"}".formatted(name));
    if (answer.statusCode() == 202) { // this machine is busy
      URI progress = answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
      answer = send(HttpRequest.newBuilder(URI.create(progress + "?wait=60")).build());
    }
    String infoHash = find(INFO_HASH, answer.body());
    return new Shared(name, infoHash, send("GET", "/" + infoHash + "/manifest", null).body());
  }

  private HttpResponse<String> send(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return send(
        HttpRequest.newBuilder(URI.create(resources + path))
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .as("%s", request)
        .isLessThan(SLOWEST.plusSeconds(request.uri().toString().contains("wait=") ? 60 : 0));
    return answer;
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }
}
