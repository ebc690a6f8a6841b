package io.torrentinno.agent.api.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** Without a real server: the JDK's HTTP client lets nobody choose the {@code Host} header. */
@SpringBootTest(classes = FakeAgentApplication.class)
@AutoConfigureMockMvc
@AutoConfigureRestTestClient
@TestPropertySource(
    properties = "torrentinno.agent.api.allowed-hosts=files.example.com,*.example.org")
class BrowserGuardTest {
  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8090",
        "192.0.2.1",
        "[::1]:8090",
        "[2001:db8::1]",
        "localhost:8090",
        "LocalHost",
        "localhost.",
        "agent1:8090",
        "agent.torrentinno.svc:8090",
        "agent.torrentinno.svc.cluster.local",
        "nas.home.arpa",
        "files.example.com",
        "FILES.example.com:443",
        "a.b.example.org"
      })
  void answersToNamesThatNoStrangerCanOwn(String host) {
    get(host, null).expectStatus().isOk();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8090",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "other.example.com",
        "example.org",
        "999.1.1.1",
        "evilexample.org"
      })
  void refusesOtherHostNames(String host) {
    Problems.expect(get(host, null), 403, "forbidden-host");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8090, http://localhost:8090",
    "127.0.0.1:8090, http://127.0.0.1:8090",
    "[::1]:8090, http://[::1]:8090",
    "agent1, http://agent1",
    "agent1:80, http://agent1",
    "agent1, https://agent1:443",
    "10.0.0.1:8090, https://files.example.com"
  })
  void takesRequestsOfItsOwnPage(String host, String origin) {
    get(host, origin).expectStatus().isOk();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8090, http://evil.example",
    "localhost:8090, http://localhost:3000",
    "localhost:8090, http://127.0.0.1:8090",
    "localhost:8090, null",
    "localhost:8090, file://",
    "[::1], http://[::2]"
  })
  void refusesRequestsOfOtherPages(String host, String origin) {
    Problems.expect(get(host, origin), 403, "forbidden-origin");
  }

  @Test
  void saysWhatAProxyMustPassOn() {
    Problems.expect(get("agent:8090", "https://files.example.net"), 403, "forbidden-origin")
        .jsonPath("$.detail")
        .value(
            String.class,
            detail ->
                assertThat(detail)
                    .contains(
                        "https://files.example.net",
                        "agent:8090",
                        "proxy_set_header Host $http_host",
                        "torrentinno.agent.api.allowed-hosts=files.example.net"));
  }

  @Test
  void believesNoForwardedHostUnasked() {
    ResponseSpec answer =
        client
            .get()
            .uri("/api/v1/resources")
            .header("Host", "agent:8090")
            .header("X-Forwarded-Host", "files.example.net")
            .header("X-Forwarded-Proto", "https")
            .header("Origin", "https://files.example.net")
            .exchange();

    Problems.expect(answer, 403, "forbidden-origin");
  }

  @Test
  void refusesChangesByOtherPages() {
    ResponseSpec answer =
        client
            .post()
            .uri("/api/v1/resources/" + Samples.infoHash("x") + "/pause")
            .header("Host", "localhost:8090")
            .header("Origin", "http://evil.example")
            .exchange();

    Problems.expect(answer, 403, "forbidden-origin");
  }

  @Test
  void guardsEveryPath() {
    ResponseSpec answer =
        client.get().uri("/actuator/health").header("Host", "evil.example").exchange();

    Problems.expect(answer, 403, "forbidden-host");
  }

  private ResponseSpec get(String host, @Nullable String origin) {
    return client
        .get()
        .uri("/api/v1/resources")
        .header("Host", host)
        .headers(headers -> {
          if (origin != null) {
            headers.set("Origin", origin);
          }
        })
        .exchange();
  }
}
