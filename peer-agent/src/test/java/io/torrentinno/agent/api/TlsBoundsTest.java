package io.torrentinno.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.testing.TestKeys;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
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
class TlsBoundsTest extends ServerClients {
  private static final String LIST = "GET /api/v1/resources HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String LIMITS =
      "GET /api/v1/limits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  /** Made before the application starts. */
  @SuppressWarnings("NullAway.Init")
  private static TestKeys keys;

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
    return untilTheEnd(
        new RawHttp(
            keys.context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)));
  }
}
