package io.torrentinno.agent.api.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@ApiTest
class PeersControllerTest {
  private static final String PEERS =
      "/api/v1/resources/" + Samples.infoHash("film.mkv") + "/peers";

  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void putOneResource() {
    agent.reset();
    agent.put(
        Samples.status("film.mkv", ResourceState.DOWNLOADING, 1000, 250),
        new PieceStatus(new Bitfield(1), new Bitfield(1)),
        List.of());
  }

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
