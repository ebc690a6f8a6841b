package io.torrentinno.agent.api.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

class PeersControllerTest extends ResourceScene {
  private static final String PEERS = ROOT + "/" + FILM + "/peers";

  @ParameterizedTest
  @CsvSource({"192.0.2.7:6881, 192.0.2.7:6881", "' [2001:db8::1]:1 ', '[2001:db8:0:0:0:0:0:1]:1'"})
  void callsAPeer(String address, String called) {
    post("{\"address\": \"%s\"}".formatted(address))
        .expectStatus()
        .isAccepted()
        .expectBody()
        .jsonPath("$.addresses[0]")
        .isEqualTo(called);

    assertThat(agent.calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"address\": \"192.0.2.7\"}                | bad-peer-address",
        "{\"address\": \"192.0.2.7:0\"}              | bad-peer-address",
        "{\"address\": \"2001:db8::1:6881\"}         | bad-peer-address",
        "{\"address\": \"http://192.0.2.7:6881\"}    | bad-peer-address",
        "{\"address\": \"\"}                         | bad-peer-address",
        "{\"address\": null}                         | bad-request",
        "{}                                          | bad-request",
        "[]                                          | malformed-json"
      })
  void refusesWhatIsNoAddress(String body, String problem) {
    Problems.expect(post(body), 400, problem);

    assertThat(agent.calls()).isEmpty();
  }

  @Test
  void saysThatAPausedResourceCallsNobody() {
    agent.failWith(Reason.NOT_RUNNING, "film.mkv is paused");

    Problems.expect(post("{\"address\": \"192.0.2.7:6881\"}"), 409, "not-running");
  }

  @Test
  void saysThatTheAddressIsItsOwn() {
    agent.failWith(Reason.BAD_PEER_ADDRESS, "this is the agent itself");

    Problems.expect(post("{\"address\": \"127.0.0.1:6881\"}"), 400, "bad-peer-address");
  }

  private RestTestClient.ResponseSpec post(String body) {
    return client.post().uri(PEERS).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
  }
}
