package io.torrentinno.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.agent.api.RawHttp;
import io.torrentinno.protocol.token.Scope;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** An agent that has its metrics on a port of their own, and is told to trust a proxy's headers. */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    properties = {"management.server.port=0", "server.forward-headers-strategy=native"})
class ManagementPortTest {
  private static final TestTokens TOKENS = TestTokens.create();
  private static final String READ = TOKENS.add("prometheus", Scope.READ);

  @LocalManagementPort private int port;

  @DynamicPropertySource
  static void nameTheFile(DynamicPropertyRegistry registry) {
    TOKENS.nameTo(registry);
  }

  @Test
  void asksForAToken() throws IOException {
    assertThat(metrics("")).startsWith("HTTP/1.1 401");
    assertThat(metrics("Authorization: Bearer " + READ + "\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void knowsACallerByTheAddressOfItsConnection() throws IOException {
    String wrong = "Authorization: Bearer ti_" + "A".repeat(43) + "\r\nX-Forwarded-For: 203.0.113.";
    for (int i = 0; i < FailedAttempts.BURST; i++) {
      assertThat(metrics(wrong + i + "\r\n")).startsWith("HTTP/1.1 401");
    }

    assertThat(metrics(wrong + "250\r\n"))
        .startsWith("HTTP/1.1 429")
        .contains("urn:torrentinno:problem:too-many-attempts");
  }

  private String metrics(String headers) throws IOException {
    return RawHttp.answer(
        port,
        "GET /actuator/prometheus HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + headers
            + "\r\n");
  }
}
