package io.torrentinno.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.agent.api.RawHttp;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.TestPropertySource;

/** An agent without tokens that has its metrics on a port of their own, behind a proxy. */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    properties = {"management.server.port=0", "server.forward-headers-strategy=native"})
class ManagementPortTest {
  @LocalManagementPort private int port;

  /** Then it believes none that tells the opposite, either. */
  @Test
  void believesNoHeaderThatTheCallerIsOnAnotherMachine() throws IOException {
    assertThat(metrics("X-Forwarded-For: 203.0.113.9\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void refusesForbiddenHosts() throws IOException {
    assertThat(
            RawHttp.answer(
                port,
                "GET /actuator/prometheus HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .contains("urn:torrentinno:problem:forbidden-host");
  }

  private String metrics(String header) throws IOException {
    return RawHttp.answer(
        port,
        "GET /actuator/prometheus HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + header
            + "\r\n");
  }
}
