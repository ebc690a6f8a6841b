package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.store.PromisedStore;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answers when the store answers later, or not at all. */
class SlowStoreOverUdpTest {
  private final PromisedStore store = new PromisedStore();
  private final UdpEndpointUnderTest endpoint = new UdpEndpointUnderTest(Policy.TRUST, store);
  private final UdpProbe caller = endpoint.caller();

  @AfterEach
  void close() {
    caller.close();
    endpoint.close();
  }

  @Test
  void answersWhenTheStoreAnswers() {
    long connection = caller.connect();
    caller.send(UdpProbe.bytes(UdpProbe.announce(connection, "swarm", "peer", 1)));
    await().until(() -> endpoint.packets("announce") == 1);
    assertThat(caller.connect()).as("others do not wait").isEqualTo(connection);

    store.answerAnnounce(7);

    assertThat(caller.receive().getInt(16)).as("seeders").isEqualTo(7);
  }

  @Test
  void saysThatTheStoreIsAway() {
    long connection = caller.connect();
    caller.send(UdpProbe.bytes(UdpProbe.announce(connection, "swarm", "peer", 1)));
    store.failAnnounce();
    ByteBuffer announce = caller.receive();
    caller.send(UdpProbe.bytes(UdpProbe.request(connection, Actions.SCRAPE, 20)));
    store.failCounts();
    ByteBuffer scrape = caller.receive();

    assertThat(UdpProbe.error(announce)).contains("try again later");
    assertThat(UdpProbe.error(scrape)).contains("try again later");
    assertThat(announces("unavailable")).isOne();
  }

  @Test
  void countsUnexpectedFailuresSeparately() {
    long connection = caller.connect();
    caller.send(UdpProbe.bytes(UdpProbe.announce(connection, "swarm", "peer", 1)));

    store.breakAnnounce();

    assertThat(UdpProbe.error(caller.receive())).isEqualTo("Internal error");
    await().until(() -> announces("failed") == 1);
    assertThat(announces("unavailable")).isZero();
  }

  private long announces(String outcome) {
    return endpoint
        .metrics
        .get("torrentinno.tracker.announces")
        .tags("protocol", "udp", "outcome", outcome, "event", "none")
        .timer()
        .count();
  }
}
