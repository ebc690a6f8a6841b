package io.torrentinno.tracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.PromisedStore;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.Unlisted;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnounceGatewayTest {
  private final MeterRegistry metrics = new SimpleMeterRegistry();

  @ParameterizedTest
  @CsvSource({
    "SWARMS, swarms",
    "PEERS_PER_SWARM, peers_per_swarm",
    "PEERS_PER_ADDRESS, peers_per_address"
  })
  void countsWhomACapKeepsOffTheList(Unlisted cap, String named) {
    Selection selection = new Selection(PeerList.EMPTY, SwarmCounts.NONE, cap);

    gateway(new PromisedStore())
        .count(
            AnnounceEndpoint.UDP,
            AnnounceEvent.STARTED,
            new Answer(selection, Duration.ofSeconds(15)),
            null,
            System.nanoTime());

    assertThat(metrics.get("torrentinno.tracker.unlisted").tag("cap", named).counter().count())
        .isOne();
    assertThat(
            metrics
                .get("torrentinno.tracker.announces")
                .tags("protocol", "udp", "event", "started", "outcome", "accepted")
                .timer()
                .count())
        .isOne();
  }

  @Test
  void turnsWhatIsThrownIntoAFailure() {
    PromisedStore broken =
        new PromisedStore() {
          @Override
          public CompletableFuture<Selection> announce(Announce announce, int wanted) {
            throw new IllegalStateException("broken");
          }
        };

    CompletableFuture<Answer> answer =
        gateway(broken).announce(Peers.announce(Peers.swarm(1), Peers.leecher(1)));

    assertThat(answer).isCompletedExceptionally();
  }

  private AnnounceGateway gateway(PromisedStore store) {
    return Gateways.of(store, PublicAddresses.Policy.TRUST, AddressRates.Limit.NONE, metrics);
  }
}
