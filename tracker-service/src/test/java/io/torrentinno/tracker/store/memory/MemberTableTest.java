package io.torrentinno.tracker.store.memory;

import static io.torrentinno.tracker.store.Peers.leecher;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberTableTest {
  private static final int TTL = 100;

  @Test
  void writesManyRowsAsItWritesEachOfThem() {
    SplittableRandom random = new SplittableRandom(7);
    MemberTable table = new MemberTable(false, true, 7, AddressCounts.UNLIMITED);
    for (int peer = 0; peer < 3_000; peer++) {
      table.add(leecher(peer), 1, 0, random);
    }
    byte[] together = new byte[6 * 2_500];
    byte[] apart = new byte[together.length];

    assertThat(table.rows().writeEndpoints(300, 2_500, together, 0)).isEqualTo(together.length);
    int end = 0;
    for (int row = 300; row < 2_800; row++) {
      end = table.rows().writeEndpoints(row, 1, apart, end);
    }

    assertThat(together).isEqualTo(apart);
    assertThat(ByteBuffer.wrap(apart).getShort(4))
        .isEqualTo((short) table.get(300).address().port());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void doesWhatAMapOrderedByAgeDoes(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MemberTable table = new MemberTable(false, true, random.nextLong(), AddressCounts.UNLIMITED);
    Map<SwarmPeer, Long> expected = new LinkedHashMap<>();
    int ids = 1 << random.nextInt(1, 13);
    long now = 1_700_000_000_000L;

    for (int step = 0; step < 10_000; step++) {
      SwarmPeer peer = leecher(random.nextInt(ids));
      switch (random.nextInt(8)) {
        case 0 -> {
          table.remove(peer.id());
          expected.remove(peer);
        }
        case 1 -> {
          now += random.nextLong(1 + 2 * TTL * random.nextInt(2));
          table.removeExpired(now);
          long deadline = now;
          expected.values().removeIf(expiry -> expiry <= deadline);
        }
        default -> {
          now += random.nextInt(2);
          int row = table.find(peer.id());
          if (row == MemberRows.NONE) {
            table.add(peer, now + TTL, 0, random);
          } else {
            table.renew(row, peer, now + TTL, 0);
          }
          expected.remove(peer);
          expected.put(peer, now + TTL);
        }
      }
      assertThat(table.size()).as("seed %d, step %d", seed, step).isEqualTo(expected.size());
    }
    assertThat(contentOf(table)).as("seed %d", seed).isEqualTo(expected.keySet());
    for (int id = 0; id < ids; id++) {
      PeerId peer = leecher(id).id();
      int row = table.find(peer);
      assertThat(row >= 0).isEqualTo(expected.containsKey(leecher(id)));
      assertThat(row < 0 || table.get(row).id().equals(peer)).isTrue();
    }
  }

  @Test
  void keepsEveryKindOfAddress() {
    int number = 0;
    for (String ip : new String[] {"0.0.0.0", "255.255.255.255", "::1", "::", "ff02::ffff:1:2"}) {
      MemberTable table = new MemberTable(true, ip.indexOf(':') < 0, 1, AddressCounts.UNLIMITED);
      for (int port : new int[] {1, 32768, 65535}) {
        PeerAddress address = PeerAddress.of(ip, port);
        SwarmPeer peer = new SwarmPeer(leecher(number++).id(), address, true, new Zone(port));

        int row = table.add(peer, 1_700_000_000_000L, 0, new SplittableRandom(1));

        assertThat(table.get(row)).isEqualTo(peer);
      }
    }
  }

  private static Set<SwarmPeer> contentOf(MemberTable table) {
    Set<SwarmPeer> content = new HashSet<>();
    for (int row = 0; row < table.size(); row++) {
      assertThat(content.add(table.get(row))).isTrue();
    }
    return content;
  }
}
