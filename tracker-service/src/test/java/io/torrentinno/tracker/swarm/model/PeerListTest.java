package io.torrentinno.tracker.swarm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PeerListTest {
  private static final Bytes32 FIRST = new Bytes32(1, 2, 3, 4);
  private static final Bytes32 SECOND = new Bytes32(-1, -2, -3, -4);

  @Test
  void readsAddressesAsBitTorrentWritesThem() {
    byte[] ids = new byte[64];
    FIRST.writeTo(ids, 0);
    SECOND.writeTo(ids, 32);

    PeerList peers =
        new PeerList(ids, hex("c0000207ffff"), hex("20010db8" + "0".repeat(22) + "011ae1"));

    assertThat(peers)
        .containsExactly(
            new ListedPeer(new PeerId(FIRST), PeerAddress.of("192.0.2.7", 65535)),
            new ListedPeer(new PeerId(SECOND), PeerAddress.of("2001:db8::1", 6881)));
  }

  @Test
  void wantsAnIdForEveryAddress() {
    assertThatThrownBy(() -> new PeerList(new byte[32], new byte[12], new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
