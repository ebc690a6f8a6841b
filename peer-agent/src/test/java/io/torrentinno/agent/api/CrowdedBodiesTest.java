package io.torrentinno.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** A slow client has the only turn for bodies, and an honest one comes. */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    properties = {
      "torrentinno.agent.api.bodies.grace=1h",
      "torrentinno.agent.api.bodies.max-wait=30s",
      "torrentinno.agent.api.bodies.small=1",
      "torrentinno.agent.api.bodies.manifests=1",
      "torrentinno.agent.api.bodies.uploads=1"
    })
class CrowdedBodiesTest {
  private static final String JSON = "application/json";
  private static final String FORM = "multipart/form-data; boundary=b";
  private static final String PART =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx";

  @LocalServerPort private int port;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @Test
  void makesRoomForAManifest() throws IOException {
    expectRoom("/api/v1/resources", JSON, "{", Samples.MANIFEST);
  }

  @Test
  void makesRoomForAnUpload() throws IOException {
    expectRoom("/api/v1/resources/share", FORM, PART, PART + "\r\n--b--\r\n");
  }

  @Test
  void makesRoomForASmallBody() throws IOException {
    expectRoom("/api/v1/resources/share", JSON, "{", "{\"path\":\"/f\"}");
  }

  private void expectRoom(String path, String type, String slow, String whole) throws IOException {
    AtomicBoolean ended = new AtomicBoolean();
    try (RawHttp client = new RawHttp(port)) {
      client.send(RawHttp.post(path, type, 64_000) + slow);
      // One of these may come before the slow body has the turn, so there are several.
      CompletableFuture<Void> others =
          CompletableFuture.runAsync(() -> {
            while (!ended.get()) {
              expectSuccess(RawHttp.post(path, type, whole.length()) + whole);
            }
          });

      assertThat(client.rest())
          .startsWith("HTTP/1.1 408 ")
          .contains("problem:too-slow", "at least 65536 a second", "while other requests wait");
      ended.set(true);
      others.join();
    } finally {
      ended.set(true);
    }
  }

  private void expectSuccess(String request) {
    try {
      assertThat(RawHttp.answer(port, request)).startsWith("HTTP/1.1 20");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
