package io.torrentinno.agent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.torrentinno.agent.api.FakeAgentApplication;
import org.apache.catalina.Globals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** An agent without tokens, behind a proxy or not. */
@SpringBootTest(classes = FakeAgentApplication.class)
@AutoConfigureMockMvc
@TestPropertySource(properties = "server.forward-headers-strategy=framework")
class WithoutTokensTest {
  private static final String LIST = "/api/v1/resources";

  @Autowired private MockMvc mvc;

  @Test
  void servesItsOwnMachine() throws Exception {
    for (String here : new String[] {"127.0.0.1", "127.8.9.1", "::1", "0:0:0:0:0:0:0:1"}) {
      assertThat(send(get(LIST).remoteAddress(here)).getStatus()).isEqualTo(200);
    }
    assertThat(send(get("/api/v1/session")).getContentAsString())
        .contains("\"name\":\"loopback\"", "\"scopes\":[\"admin\"]", "\"csrfToken\":null");
  }

  @Test
  void refusesOtherMachines() throws Exception {
    MockHttpServletResponse answer = send(get(LIST).remoteAddress("192.0.2.1"));

    assertThat(answer.getStatus()).isEqualTo(403);
    assertThat(answer.getContentAsString())
        .contains("urn:torrentinno:problem:no-tokens", "torrentinno token create");
    assertThat(send(get("/actuator/health").remoteAddress("192.0.2.1")).getStatus()).isEqualTo(200);
  }

  @Test
  void believesNoHeaderThatTheCallerIsOnItsOwnMachine() throws Exception {
    MockHttpServletResponse answer =
        send(
            get(LIST)
                .remoteAddress("192.0.2.1")
                .header("X-Forwarded-For", "127.0.0.1")
                .header("Forwarded", "for=127.0.0.1"));

    assertThat(answer.getStatus()).isEqualTo(403);
  }

  /** Else everybody who reaches the proxy could do everything. */
  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For, 192.0.2.1",
    "X-Forwarded-For, 127.0.0.1",
    "x-forwarded-proto, https",
    "X-Forwarded-Server, proxy",
    "Forwarded, for=127.0.0.1",
    "X-Real-IP, 127.0.0.1",
    "Via, 1.1 proxy"
  })
  void refusesCallsThroughAProxyOnItsOwnMachine(String header, String value) throws Exception {
    MockHttpServletResponse answer =
        send(get(LIST).remoteAddress("127.0.0.1").header(header, value));

    assertThat(answer.getStatus()).isEqualTo(403);
    assertThat(answer.getContentAsString())
        .contains("urn:torrentinno:problem:no-tokens", "no proxy");
  }

  /** With the strategy {@code native}, Tomcat removes the header before the agent sees it. */
  @Test
  void refusesCallsWhoseHeaderTomcatHasRemoved() throws Exception {
    MockHttpServletResponse answer =
        send(
            get(LIST)
                .remoteAddress("127.0.0.1")
                .requestAttr(Globals.REQUEST_FORWARDED_ATTRIBUTE, true));

    assertThat(answer.getStatus()).isEqualTo(403);
  }

  private MockHttpServletResponse send(MockHttpServletRequestBuilder call) throws Exception {
    return mvc.perform(call).andReturn().getResponse();
  }
}
