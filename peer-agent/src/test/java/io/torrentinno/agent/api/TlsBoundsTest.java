package io.torrentinno.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.testing.TestKeys;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** What strangers can do to a server of HTTPS is bounded as in {@link ServerBoundsTest}. */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    properties = {
      "server.tomcat.max-connections=24",
      "torrentinno.agent.api.bodies.grace=2s",
      "torrentinno.agent.api.bodies.min-rate=64KB"
    })
class TlsBoundsTest {
  private static final String LIST = "GET /api/v1/resources HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String LIMITS =
      "GET /api/v1/limits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  /** Made before the application starts. */
  @SuppressWarnings("NullAway.Init")
  private static TestKeys keys;

  @LocalServerPort private int port;
  @Autowired private FakeAgent agent;
  @Autowired private MeterRegistry metrics;
  private final List<RawHttp> clients = new ArrayList<>();

  @DynamicPropertySource
  static void nameTheCertificate(DynamicPropertyRegistry registry) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "keys");
    keys = TestKeys.make(folder);
    keys.writeTo(folder.resolve("web.p12"));
    registry.add("server.ssl.bundle", () -> "web");
    registry.add("spring.ssl.bundle.jks.web.key.alias", () -> "server");
    registry.add("spring.ssl.bundle.jks.web.keystore.password", () -> TestKeys.PASSWORD);
    registry.add(
        "spring.ssl.bundle.jks.web.keystore.location", () -> "file:" + folder.resolve("web.p12"));
  }

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @AfterEach
  void hangUp() throws IOException {
    for (RawHttp client : clients) {
      client.close();
    }
  }

  @Test
  void sendsALongAnswerToAClientThatReads() throws Exception {
    makeTheListLong();

    assertThat(client().send(LIST.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")).rest())
        .startsWith("HTTP/1.1 200 ")
        .contains("\"f0\"", "\"f15999\"");
  }

  @Test
  void closesAConnectionWhoseAnswerIsNotRead() throws Exception {
    makeTheListLong();
    client().send(LIST);
    await().until(() -> connections() == 1);

    await().atMost(Duration.ofSeconds(15)).until(() -> connections() == 0);
  }

  @Test
  void servesOthersWhileAnswersThatAreNotReadFillItUp() throws Exception {
    makeTheListLong();
    for (int i = 0; i < 24; i++) {
      sendToAFullServer();
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(client().send(LIMITS).rest()).startsWith("HTTP/1.1 200 "));
  }

  /** A server that is full may close a connection before its request is there. */
  private void sendToAFullServer() throws Exception {
    try {
      client().send(LIST);
    } catch (SSLException | SocketException e) {
      assertThat(e).isNotInstanceOf(SSLPeerUnverifiedException.class);
    }
  }

  private RawHttp client() throws Exception {
    RawHttp client =
        new RawHttp(
            keys.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
    clients.add(client);
    return client;
  }

  /** Longer than what the system keeps of a connection. */
  private void makeTheListLong() {
    for (int i = 0; i < 16_000; i++) {
      agent.put(
          Samples.status("f" + i, ResourceState.SEEDING, 1, 1),
          new PieceStatus(Bitfield.full(1), new Bitfield(1)),
          List.of());
    }
  }

  private double connections() {
    return metrics.get("torrentinno.agent.rest.connections").gauge().value();
  }
}
