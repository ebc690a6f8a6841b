package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The address under which a peer is listed, and the families of the peers that it gets. */
class AddressesOverUdpTest {
  private static final int IP = 84;
  private static final int ELSEWHERE = 0x0A000001;
  private static final int LOOPBACK = 0x7F000001;

  @Test
  void listsTheConnectionsAddressWhereTheSettingSaysSo() {
    try (UdpEndpointUnderTest endpoint = new UdpEndpointUnderTest(Policy.CONNECTION);
        UdpProbe caller = endpoint.caller()) {
      long connection = caller.connect();
      caller.ask(UdpProbe.announce(connection, "swarm", "first", 1).putInt(IP, ELSEWHERE));

      ByteBuffer answer = caller.ask(UdpProbe.announce(connection, "swarm", "second", 2));

      assertThat(answer.getInt(20)).isEqualTo(LOOPBACK);
      assertThat(foreign(endpoint)).isOne();
    }
  }

  @Test
  void refusesAnotherAddressWhereTheSettingSaysSo() {
    try (UdpEndpointUnderTest endpoint = new UdpEndpointUnderTest(Policy.REJECT);
        UdpProbe caller = endpoint.caller()) {
      long connection = caller.connect();

      ByteBuffer refused =
          caller.ask(UdpProbe.announce(connection, "swarm", "first", 1).putInt(IP, ELSEWHERE));
      ByteBuffer taken =
          caller.ask(UdpProbe.announce(connection, "swarm", "first", 1).putInt(IP, LOOPBACK));

      assertThat(UdpProbe.error(refused)).contains("address");
      assertThat(taken.getInt(0)).isEqualTo(Actions.ANNOUNCE);
      assertThat(foreign(endpoint)).isOne();
    }
  }

  @Test
  @Tag("full") // needs IPv6
  void givesCallersOverIpv6TheIpv6Peers() {
    try (UdpEndpointUnderTest endpoint = new UdpEndpointUnderTest(Policy.TRUST);
        UdpProbe ipv4 = endpoint.caller();
        UdpProbe ipv6 = endpoint.ipv6Caller()) {
      long over4 = ipv4.connect();
      long over6 = ipv6.connect();
      ipv4.ask(UdpProbe.announce(over4, "swarm", "first", 1));
      ipv6.ask(UdpProbe.announce(over6, "swarm", "second", 2).putInt(IP, ELSEWHERE));

      ByteBuffer answer = ipv6.ask(UdpProbe.announce(over6, "swarm", "third", 3));

      assertThat(answer.getInt(12)).as("leechers of both families").isEqualTo(3);
      assertThat(answer.limit()).isEqualTo(20 + 18);
      assertThat(answer.getLong(20)).isZero();
      assertThat(answer.getLong(28)).as("::1").isOne();
      assertThat(answer.getShort(36)).isEqualTo((short) 2);
    }
  }

  private static double foreign(UdpEndpointUnderTest endpoint) {
    return endpoint
        .metrics
        .get("torrentinno.tracker.foreign.addresses")
        .tag("protocol", "udp")
        .counter()
        .count();
  }
}
