package io.torrentinno.agent.api.bans;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

@ApiTest
class BanControllerTest {
  private static final String ROOT = "/api/v1/bans";
  private static final InfoHash FILM = Samples.infoHash("film.mkv");
  private static final PeerId LIAR = PeerId.parse("ab".repeat(32));
  private static final PeerId STRANGER = PeerId.parse("cd".repeat(32));

  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;

  @BeforeEach
  void banTwo() {
    agent.reset();
    agent.ban(
        new BanStatus(
            LIAR,
            FILM,
            PeerAddress.of("2001:db8::1", 6881),
            "corrupt",
            Duration.ofMillis(299_001)));
    agent.ban(new BanStatus(STRANGER, FILM, null, "protocol", Duration.ofSeconds(1)));
  }

  @Test
  void listsThem() {
    client
        .get()
        .uri(ROOT)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            [{"peerId": "%s", "infoHash": "%s", "address": "[2001:db8:0:0:0:0:0:1]:6881",
              "reason": "corrupt", "remaining": 300},
             {"peerId": "%s", "infoHash": "%s", "address": null,
              "reason": "protocol", "remaining": 1}]
            """
                .formatted(LIAR, FILM, STRANGER, FILM));
  }

  @Test
  void liftsThem() {
    client.delete().uri(ROOT + "/" + LIAR).exchange().expectStatus().isNoContent();

    assertThat(agent.bans()).extracting(BanStatus::peerId).containsExactly(STRANGER);
    Problems.expect(client.delete().uri(ROOT + "/" + LIAR).exchange(), 404, "unknown-ban");
  }

  @Test
  void refusesWhatIsNoPeerId() {
    Problems.expect(client.delete().uri(ROOT + "/abc").exchange(), 400, "bad-peer-id");
  }
}
