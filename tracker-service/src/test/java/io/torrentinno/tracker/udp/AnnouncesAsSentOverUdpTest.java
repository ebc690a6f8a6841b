package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.gateway.Gateways;
import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table "Announce over UDP" of {@code specs/announces.md}: what clients send, and how the
 * tracker lists them then.
 */
class AnnouncesAsSentOverUdpTest {
  private static final InfoHash SWARM = InfoHash.of(UdpProbe.id("swarm", 32), 0);

  private final SwarmStore store = Gateways.inMemory();
  private final UdpEndpointUnderTest endpoint = new UdpEndpointUnderTest(Policy.TRUST, store);
  private final UdpProbe caller = endpoint.caller();
  private final long connection = caller.connect();

  @AfterEach
  void close() {
    caller.close();
    endpoint.close();
  }

  /** An announce with port 1 and left 1000 and other bytes at one offset, and how it is listed. */
  @ParameterizedTest
  @CsvSource({
    "left of 0, 64, 0000000000000000, seeder 127.0.0.1:1",
    "left of -1 or 2^64-1 (webtorrent; anacrolix), 64, ffffffffffffffff, leecher 127.0.0.1:1",
    "left of 2^63-1 (Transmission), 64, 7fffffffffffffff, leecher 127.0.0.1:1",
    "left of 2^63, 64, 8000000000000000, leecher 127.0.0.1:1",
    "left unknown and completed, 64, ffffffffffffffff000000000000000000000001, seeder 127.0.0.1:1",
    "event 4 (paused: libtorrent), 80, 00000004, leecher 127.0.0.1:1",
    "event 5, 80, 00000005, leecher 127.0.0.1:1",
    "event of -1, 80, ffffffff, leecher 127.0.0.1:1",
    "event 3 at port 0, 80, 0000000300000000000000000000000000000000, ''",
    "address of IPv4, 84, 0a000001, leecher 10.0.0.1:1",
    "address of many, 84, e0000001, leecher 127.0.0.1:1",
    "address of all, 84, ffffffff, leecher 127.0.0.1:1",
    "key of any kind, 88, deadbeef, leecher 127.0.0.1:1",
    "num_want of -1, 92, ffffffff, leecher 127.0.0.1:1",
    "num_want of -2^31, 92, 80000000, leecher 127.0.0.1:1",
    "num_want of 2^31-1, 92, 7fffffff, leecher 127.0.0.1:1",
    "port 0, 96, 0000, ''",
    "the URL (BEP 41), 98, 02092f616e6e6f756e6365, leecher 127.0.0.1:1",
    "an unknown option, 98, 630100, leecher 127.0.0.1:1",
    "an option that is cut off, 98, 02ff2f, leecher 127.0.0.1:1",
    "something behind the end, 98, 0000ffff, leecher 127.0.0.1:1"
  })
  void listsAPeerByTheUsableFields(String name, int offset, String hex, String expected) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    byte[] packet = UdpProbe.bytes(UdpProbe.announce(connection, "swarm", "peer", 1));
    packet = Arrays.copyOf(packet, Math.max(packet.length, offset + bytes.length));
    System.arraycopy(bytes, 0, packet, offset, bytes.length);

    ByteBuffer answer = caller.ask(packet);

    assertThat(answer.getInt(0)).isEqualTo(Actions.ANNOUNCE);
    assertThat(listed()).isEqualTo(expected);
  }

  @Test
  void givesPeersToAPeerThatOthersCannotConnectTo() {
    caller.ask(UdpProbe.announce(connection, "swarm", "first", 7));

    ByteBuffer answer = caller.ask(UdpProbe.announce(connection, "swarm", "peer", 0));

    assertThat(answer.getInt(12)).as("leechers").isOne();
    assertThat(answer.limit()).isEqualTo(26);
    assertThat(answer.getShort(24)).isEqualTo((short) 7);
  }

  private String listed() {
    return StreamSupport.stream(store.members(SWARM).spliterator(), false)
        .map(AnnouncesAsSentOverUdpTest::text)
        .collect(Collectors.joining(", "));
  }

  private static String text(SwarmPeer peer) {
    String role = peer.seeder() ? "seeder " : "leecher ";
    return role + peer.address().ip().getHostAddress() + ":" + peer.address().port();
  }
}
