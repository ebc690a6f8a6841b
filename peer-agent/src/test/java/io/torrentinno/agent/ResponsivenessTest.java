package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An agent answers while it has a lot to hash. The bounds are generous, because tests share their
 * machine; what they catch takes half a minute.
 */
class ResponsivenessTest {
  private static final int FILES = 20;
  private static final long FILE_BYTES = 10L << 30; // holes alone: they cost time, and no disk
  private static final int CALLS = 50;
  private static final Duration SLOWEST = Duration.ofSeconds(5);
  private static final Duration END = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;

  @Test
  void answersAndEndsWhileTwentyLargeFilesAreHashed() throws Exception {
    ConfigurableApplicationContext context = WholeProgram.start(folder, WholeProgram.NO_TRACKER);
    try {
      String port = context.getEnvironment().getRequiredProperty("local.server.port");
      URI agent = URI.create("http://127.0.0.1:" + port);
      shareAll(agent);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> get(agent, "/api/v1/shares").body().contains("\"hashing\""));

      List<Duration> times = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        times.add(time(agent, "/actuator/health/liveness"));
        times.add(time(agent, "/api/v1/resources"));
      }

      assertThat(times).allSatisfy(it -> assertThat(it).isLessThan(SLOWEST));
      assertThat(get(agent, "/api/v1/shares").body()).doesNotContain("\"done\"");
    } finally {
      long begin = System.nanoTime();
      context.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(END);
    }
  }

  private void shareAll(URI agent) throws Exception {
    for (int i = 0; i < FILES; i++) {
      try (RandomAccessFile file = new RandomAccessFile(folder.resolve("f" + i).toFile(), "rw")) {
        file.setLength(FILE_BYTES);
      }
    }
    String body =
        IntStream.range(0, FILES)
            .mapToObj("{\"path\": \"f%d\"}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    HttpRequest request =
        HttpRequest.newBuilder(agent.resolve("/api/v1/resources/share/batch"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private Duration time(URI agent, String path) throws Exception {
    long begin = System.nanoTime();
    assertThat(get(agent, path).statusCode()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private HttpResponse<String> get(URI agent, String path) throws Exception {
    return http.send(HttpRequest.newBuilder(agent.resolve(path)).build(), BodyHandlers.ofString());
  }
}
