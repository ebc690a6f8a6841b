package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.overIpv6;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.ListedPeer;
import io.torrentinno.tracker.swarm.SwarmPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final int NOW = 1_000_000; // by the clock of Redis, in seconds
  private static final int LATER = NOW + 30;
  private static final SwarmPeer CALLER = leecher(1_000);

  private static final boolean[] ALL = {true, true, true, true};
  private static final boolean[] LEECHERS = {true, false, true, false};

  private final Pool pool = new Pool(ALL, 0);

  @Test
  void handsOutNobodyWhoMayHaveExpiredSinceItWasRead() {
    read(0, bucket(1, row(leecher(1), NOW), row(leecher(2), NOW + 1), row(leecher(3), NOW + 2)));

    assertThat(drawn()).containsExactly(listed(leecher(3)));
  }

  @Test
  void neverHandsOutTheCaller() {
    read(0, bucket(1, row(CALLER, LATER), row(leecher(2), LATER)));

    assertThat(drawn()).containsExactly(listed(leecher(2)));
  }

  @Test
  void takesABucketInThePlaceOfWhatItWas() {
    read(0, bucket(1, row(leecher(1), LATER)));
    read(1, bucket(1, row(leecher(2), LATER)));

    assertThat(drawn()).containsExactly(listed(leecher(2)));
    assertThat(pool.rows(ALL)).isOne();
  }

  @Test
  void handsOutAPeerOnceAlthoughItsBucketWasSplitMeanwhile() {
    read(0, bucket(1, row(leecher(1), LATER), row(leecher(2), LATER)));
    read(1, bucket(3, row(leecher(2), LATER + 1)));

    assertThat(drawn()).containsExactlyInAnyOrder(listed(leecher(1)), listed(leecher(2)));
  }

  @Test
  void takesThePeerOfAnotherFamilyForAnother() {
    read(0, bucket(1, row(leecher(1), LATER)));
    read(0, bucket(2 << 24, row(overIpv6(leecher(1)), LATER)));

    assertThat(drawn()).hasSize(2);
  }

  @Test
  void servesThoseWhoHearOfLeechersOnlyToo() {
    read(0, bucket(1, row(leecher(1), LATER)));
    read(0, bucket(1 << 24, row(seeder(2), LATER), row(seeder(3), LATER)));

    assertThat(pool.covers(LEECHERS)).isTrue();
    assertThat(pool.rows(LEECHERS)).isOne();
    assertThat(drawnFor(seeder(1_000))).containsExactly(listed(leecher(1)));
    assertThat(new Pool(LEECHERS, 0).covers(ALL)).isFalse();
  }

  @Test
  void forgetsWhatIsOld() {
    read(0, bucket(1, row(leecher(1), LATER)));
    read(Duration.ofMillis(300).toNanos(), bucket(2, row(leecher(2), LATER)));

    pool.forgetOld(Duration.ofMillis(501).toNanos());

    assertThat(drawn()).containsExactly(listed(leecher(2)));
  }

  @Test
  void forgetsWhoLeaves() {
    read(0, bucket(1, row(leecher(1), LATER), row(leecher(2), LATER)));

    pool.forget(leecher(1).id());

    assertThat(drawn()).containsExactly(listed(leecher(2)));
  }

  @Test
  void isReadAnewAsFastAsItGrowsOldAndNotMore() {
    pool.need(100);

    assertThat(pool.rowsDue(Duration.ofMillis(49).toNanos())).isZero();
    assertThat(pool.rowsDue(Duration.ofMillis(100).toNanos())).isEqualTo(45);
    assertThat(pool.rowsDue(Duration.ofSeconds(9).toNanos())).isEqualTo(225);
  }

  @Test
  void forgetsThatSomebodyNeededMuch() {
    pool.need(500);
    for (int round = 0; round < 50; round++) {
      pool.asked(0);
      pool.need(100);
    }

    assertThat(pool.rowsDue(Pool.MOST_AGE_NANOS)).isEqualTo(225);
  }

  @Test
  void holdsNoMoreThanItMay() {
    for (int number = 0; number < 2_000; number++) {
      read(0, bucket(number, row(leecher(number), LATER)));
    }

    assertThat(pool.rows(ALL)).isEqualTo(1_000);
    assertThat(pool.bytes()).isEqualTo(48_000);
  }

  private void read(long at, Reply.Bucket bucket) {
    pool.add(List.of(bucket), at);
  }

  private List<ListedPeer> drawn() {
    return drawnFor(CALLER);
  }

  private List<ListedPeer> drawnFor(SwarmPeer caller) {
    ByteBuffer meta = ByteBuffer.allocate(40).putInt(NOW);
    Shape shape = Shape.read(meta.array(), 0);
    Draw draw = new Draw(Peers.announce(swarm(1), caller), 50);
    return Peers.all(draw.from(pool, shape, new Random(42)).peers());
  }

  private static Reply.Bucket bucket(int number, byte[]... rows) {
    ByteBuffer bytes = ByteBuffer.allocate(rows.length * rows[0].length);
    for (byte[] row : rows) {
      bytes.put(row);
    }
    return new Reply.Bucket(number, bytes.flip());
  }

  private static byte[] row(SwarmPeer peer, int expiry) {
    ByteBuffer row = ByteBuffer.allocate(Row.bytes(Row.table(peer))).putInt(expiry);
    Row.write(peer, row);
    return row.array();
  }
}
