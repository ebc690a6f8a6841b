package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Announces with ids of 32 bytes, and addresses of both families. */
class TorrentInnoOverUdpTest extends ConnectedCaller {
  private static final int IP = 108;
  private static final int WANTED = 128;
  private static final int PORT = 132;
  private static final int END = 134;

  private ByteBuffer announce(String peer, int port) {
    ByteBuffer packet = UdpProbe.request(connection, Actions.ANNOUNCE_32, END - 16);
    packet.put(UdpProbe.id("swarm", 32)).put(UdpProbe.id(peer, 32));
    return packet.putLong(88, 1000).putInt(WANTED, -1).putShort(PORT, (short) port);
  }

  @Test
  void grantsTheLongFormsToACallerThatAsksForThem() {
    ByteBuffer request = UdpProbe.request(Actions.PROTOCOL, Actions.CONNECT, 4);

    ByteBuffer answer = caller.ask(request.putInt(16, Actions.TORRENTINNO));

    assertThat(answer.limit()).isEqualTo(20);
    assertThat(answer.getInt(16)).isEqualTo(Actions.TORRENTINNO);
  }

  @Test
  void givesIdsAndAddressesOfBothFamilies() {
    caller.ask(announce("ipv4", 6881));
    caller.ask(announce("ipv6", 6882).put(IP, new byte[] {0x20, 1, 0xd, (byte) 0xb8}));

    ByteBuffer answer = caller.ask(announce("caller", 1));

    assertThat(answer.getInt(0)).isEqualTo(Actions.ANNOUNCE_32);
    assertThat(answer.getInt(12)).as("leechers").isEqualTo(3);
    assertThat(answer.getInt(20)).as("IPv4 peers").isEqualTo(1);
    assertThat(answer.limit()).isEqualTo(24 + 38 + 50);
    assertThat(answer.slice(24, 32)).isEqualTo(ByteBuffer.wrap(UdpProbe.id("ipv4", 32)));
    assertThat(answer.getInt(56)).isEqualTo(0x7F000001);
    assertThat(answer.getShort(60)).isEqualTo((short) 6881);
    assertThat(answer.slice(62, 32)).isEqualTo(ByteBuffer.wrap(UdpProbe.id("ipv6", 32)));
    assertThat(answer.getInt(94)).isEqualTo(0x20010db8);
    assertThat(answer.getShort(110)).isEqualTo((short) 6882);
  }

  @Test
  void staysWithinOnePacketOfAUsualLink() {
    for (int i = 1; i <= 60; i++) {
      caller.ask(announce("peer" + i, i));
    }

    ByteBuffer answer = caller.ask(announce("caller", 1).putInt(WANTED, 60));

    assertThat(answer.limit()).isEqualTo(24 + 37 * 38).isLessThanOrEqualTo(1_452);
  }

  @Test
  void sharesItsSwarmsWithBitTorrentsShorterIds() {
    caller.ask(UdpProbe.announce(connection, "swarm", "short", 6881));

    ByteBuffer answer = caller.ask(announce("long", 1));

    assertThat(answer.getInt(20)).isEqualTo(1);
    assertThat(answer.slice(24, 32)).isEqualTo(ByteBuffer.wrap(UdpProbe.id("short", 32)));
  }

  @Test
  void scrapesWithLongHashes() {
    caller.ask(announce("peer", 1));
    ByteBuffer request = UdpProbe.request(connection, Actions.SCRAPE_32, 32);

    ByteBuffer answer = caller.ask(request.put(16, UdpProbe.id("swarm", 32)));

    assertThat(answer.getInt(0)).isEqualTo(Actions.SCRAPE_32);
    assertThat(answer.getInt(16)).as("leechers").isOne();
  }

  @Test
  void ignoresAnEmptyZone() {
    byte[] packet = Arrays.copyOf(UdpProbe.bytes(announce("peer", 1)), END + 2);
    packet[END] = 0x5A;

    assertThat(caller.ask(packet).getInt(0)).isEqualTo(Actions.ANNOUNCE_32);
  }
}
