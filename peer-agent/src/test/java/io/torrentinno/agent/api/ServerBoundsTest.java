package io.torrentinno.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.memory.MemoryBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestPropertySource;

/**
 * What strangers can do to the server is bounded; the bounds are small here, to reach them fast.
 */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    properties = {
      "server.tomcat.max-connections=24",
      "torrentinno.agent.api.bodies.grace=2s",
      "torrentinno.agent.api.bodies.min-rate=64KB",
      "torrentinno.agent.api.bodies.max-wait=200ms",
      "torrentinno.agent.api.bodies.small=2",
      "torrentinno.agent.api.bodies.manifests=2",
      "torrentinno.agent.api.bodies.uploads=2"
    })
class ServerBoundsTest extends ServerClients {
  private static final String LIST =
      "GET /api/v1/resources HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final int MIB = 1 << 20;

  @Autowired private MemoryBudget memory;

  @Test
  void closesAHeadThatDoesNotEnd() throws IOException {
    RawHttp slow = client().send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");

    assertThat(slow.rest()).isEmpty();
  }

  @Test
  void servesOthersWhileHeadsThatDoNotEndFillItUp() throws IOException {
    for (int i = 0; i < 200; i++) {
      client().send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
    }

    assertThat(RawHttp.answer(port, LIST)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void servesOthersWhileConnectionsWithoutARequestFillItUp() throws IOException {
    for (int i = 0; i < 200; i++) {
      client();
    }

    assertThat(RawHttp.answer(port, LIST)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void closesAConnectionWhoseAnswerIsNotRead() throws IOException {
    makeTheListLong();
    client().send("GET /api/v1/resources HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await().until(() -> connections() == 1);

    await().atMost(Duration.ofSeconds(15)).until(() -> connections() == 0);
  }

  @Test
  void servesOthersWhileAnswersThatAreNotReadFillItUp() throws IOException {
    makeTheListLong();
    for (int i = 0; i < 60; i++) {
      client().send("GET /api/v1/resources HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    assertThat(RawHttp.answer(port, LIST.replace("/resources", "/limits")))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/resources", "/api/v1/resources/batch", "/api/v1/resources/share"})
  void endsABodyThatDoesNotCome(String path) throws IOException {
    RawHttp slow = client().send(RawHttp.post(path, "application/json", 1000) + "{\"magnet\": ");

    assertThat(slow.rest()).startsWith("HTTP/1.1 408 ").contains("problem:too-slow");
  }

  @Test
  void endsAnUploadThatDoesNotCome() throws IOException {
    RawHttp slow = client().send(upload(1000));

    assertThat(slow.rest()).startsWith("HTTP/1.1 408 ").contains("problem:too-slow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/resources", "/api/v1/resources/batch", "/api/v1/resources/share"})
  void asksToTryAgainWhereTooManyBodiesAreRead(String path) throws IOException {
    expectBusyAmong(RawHttp.post(path, "application/json", 1000) + "{");
  }

  @Test
  void asksToTryAgainWhereTooManyFilesAreUploaded() throws IOException {
    expectBusyAmong(upload(1000));
  }

  /** Of eight that never end two are read at a time, and some others don't get their turn. */
  private void expectBusyAmong(String slow) throws IOException {
    List<RawHttp> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(client().send(slow));
    }
    assertThat(RawHttp.answer(port, LIST)).startsWith("HTTP/1.1 200 ");
    List<String> answers = new ArrayList<>();
    for (RawHttp client : all) {
      answers.add(client.rest());
    }
    assertThat(answers)
        .allMatch(it -> it.startsWith("HTTP/1.1 408 ") || it.startsWith("HTTP/1.1 503 "))
        .anyMatch(it -> it.contains("Retry-After: 5") && it.contains("problem:busy"));
  }

  @Test
  void asksToTryAgainWhereThereIsNoMemoryForAManifest() throws IOException {
    try (MemoryBudget.Reservation _ = memory.reserve(memory.limit(), Duration.ZERO)) {
      String answer =
          RawHttp.answer(
              port,
              RawHttp.post("/api/v1/resources", "application/json", Samples.MANIFEST.length())
                  + Samples.MANIFEST);

      assertThat(answer).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5");
    }
    assertThat(memory.used()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 200})
  void hears413WhenItHasSentEverything(int mebibytes) throws IOException {
    RawHttp client =
        client()
            .send(
                RawHttp.post(
                    "/api/v1/resources/share", "application/json", mebibytes * (long) MIB));
    byte[] chunk = new byte[MIB];
    for (int i = 0; i < mebibytes; i++) {
      client.send(chunk);
    }

    assertThat(client.rest()).startsWith("HTTP/1.1 413 ").contains("problem:too-large");
  }

  /** A manifest of version 2 whose info document is blank. */
  @ParameterizedTest
  @CsvSource({"127, 400, malformed-json", "129, 413, too-large"})
  void refusesTheLongestInfoDocument(int mebibytes, int status, String problem) throws IOException {
    String begin = "{\"version\":2,\"info\":\"";
    String end = "\"}";
    long length = mebibytes * (long) MIB + begin.length() + end.length();
    RawHttp client =
        client().send(RawHttp.post("/api/v1/resources", "application/json", length) + begin);
    byte[] blank = " ".repeat(MIB).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < mebibytes; i++) {
      client.send(blank);
    }

    assertThat(client.send(end).rest())
        .startsWith("HTTP/1.1 " + status)
        .contains("problem:" + problem);
    assertThat(memory.used()).isZero();
  }

  @Test
  void readsNoMoreOfAChunkedBodyThanItTakes() throws IOException {
    String head =
        RawHttp.post("/api/v1/resources/share", "application/json", 0)
            .replace("Content-Length: 0", "Transfer-Encoding: chunked");
    RawHttp client = client().send(head + "20000\r\n").send("{\"path\":\"");
    client.send("x".repeat(0x20000 - 9)).send("\r\n0\r\n\r\n");

    assertThat(client.rest()).startsWith("HTTP/1.1 413 ").contains("problem:too-large");
  }

  @Test
  void refusesAnUploadThatTheDiskHasNoRoomFor() throws IOException {
    String answer = client().send(upload(1L << 55)).rest();

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("problem:disk-full");
  }

  private RawHttp client() throws IOException {
    return untilTheEnd(new RawHttp(port));
  }

  private static String upload(long length) {
    return RawHttp.post("/api/v1/resources/share", "multipart/form-data; boundary=b", length)
        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx";
  }
}
