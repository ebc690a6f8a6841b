package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.api.RawHttp;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers may cost an agent, and how long they may take. */
class ContentLimitsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void saysThatNoByteComes() throws Exception {
    try (AgentPair agents =
        new AgentPair(folder, "--torrentinno.agent.api.reading.max-wait=200ms")) {
      String hash = addFilm(agents);

      HttpResponse<byte[]> answer = agents.get(hash + "/content");

      AgentPair.expectProblem(answer, 503, "stalled");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.headers().firstValue("ETag")).isEmpty();
    }
  }

  @Test
  void servesALimitedNumberOfReaders() throws Exception {
    try (AgentPair agents = new AgentPair(folder, "--torrentinno.agent.api.reading.readers=2")) {
      String hash = addFilm(agents);
      CompletableFuture<HttpResponse<byte[]>> one = agents.getLater(hash + "/content");
      CompletableFuture<HttpResponse<byte[]>> two = agents.getLater(hash + "/content");
      await().atMost(SOON).until(() -> agents.readers() == 2);

      AgentPair.expectProblem(agents.get(hash + "/content"), 503, "busy");

      assertThat(agents.delete(hash)).isEqualTo(204);
      assertThat(one.get().statusCode()).isEqualTo(404);
      assertThat(two.get().statusCode()).isEqualTo(404);
    }
  }

  @Test
  void letsGoOfAReaderThatTakesNothing() throws Exception {
    try (AgentPair agents =
        new AgentPair(
            folder,
            "--torrentinno.agent.api.bodies.grace=1s",
            "--torrentinno.agent.api.bodies.min-rate=1MB")) {
      Files.write(folder.resolve("seeder/large.bin"), new byte[64 << 20]);
      String get = "GET /api/v1/resources/" + agents.share("large.bin") + "/content HTTP/1.1\r\n";
      try (RawHttp client = new RawHttp(agents.seederPort())) {
        client.send(get + "Host: localhost\r\n\r\n");
        await().atMost(SOON).until(() -> agents.seederReaders() == 1);

        await().atMost(SOON).until(() -> agents.seederReaders() == 0);
      }
    }
  }

  @Test
  void letsGoOfAReaderWhoseClientIsGoneWhileItWaits() throws Exception {
    try (AgentPair agents = new AgentPair(folder)) {
      String get = "GET /api/v1/resources/" + addFilm(agents) + "/content HTTP/1.1\r\n";
      try (RawHttp client = new RawHttp(agents.fetcherPort())) {
        client.send(get + "Host: localhost\r\n\r\n");
        await().atMost(SOON).until(() -> agents.readers() == 1);
      }

      await().atMost(SOON).until(() -> agents.readers() == 0);
    }
  }

  @Test
  void endsWithoutWaitingForReaders() throws Exception {
    try (AgentPair agents =
        new AgentPair(folder, "--spring.lifecycle.timeout-per-shutdown-phase=2m")) {
      String hash = addFilm(agents);
      CompletableFuture<HttpResponse<byte[]>> reading = agents.getLater(hash + "/content");
      await().atMost(SOON).until(() -> agents.readers() == 1);
      long begin = System.nanoTime();

      agents.closeFetcher();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
      await().atMost(SOON).until(reading::isDone);
    }
  }

  /** Has a file fetched from a seeder that sends next to nothing. */
  private String addFilm(AgentPair agents) throws Exception {
    Files.write(folder.resolve("seeder/film.mkv"), AgentPair.random(4 << 20));
    String hash = agents.share("film.mkv");
    agents.limitSeeder(100);
    agents.add(hash);
    return hash;
  }
}
