package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.swarm.Announce;
import io.torrentinno.tracker.swarm.PeerList;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.ZoneShare;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Chooses peers from the buckets that an announce brings.
 *
 * <p>Every bucket is as likely to come as any other. Were peers drawn from all rows at hand, those
 * in full buckets would be drawn less often, since more come with them. So the rows of the buckets
 * are thought of as a line, in random order of buckets, and those from a place well behind its
 * beginning are taken: there, every row is as likely to be met as any other (renewal theory). Where
 * all of the swarm's buckets are at hand, peers are drawn from all rows.
 */
record Draw(Announce announce, int wanted) {
  private static final int SPACE = 16;
  private static final int SPACE_PER_ROOT = 4;
  private static final int PASSED_OVER = 20; // twice the load of a bucket
  private static final int LARGE = 2; // times the rows that an answer takes

  /** How many rows to ask for, so that there are hardly ever too few in the buckets that come. */
  int rows() {
    int candidates = candidates();
    return candidates == 0
        ? 0
        : candidates + SPACE + (int) (SPACE_PER_ROOT * Math.sqrt(candidates));
  }

  private int candidates() {
    return zone() == 0 ? wanted : wanted * ZoneShare.CANDIDATES;
  }

  private int zone() {
    return announce.caller().zone().tag();
  }

  /** The tables that peers may be drawn from. */
  boolean[] tables() {
    boolean[] drawable = new boolean[Row.TABLES];
    for (int table = 0; table < drawable.length; table++) {
      boolean ofFamily =
          Row.isIpv4(table)
              ? announce.want().families().hasIpv4()
              : announce.want().families().hasIpv6();
      drawable[table] = ofFamily && !(Row.isSeeder(table) && announce.caller().seeder());
    }
    return drawable;
  }

  /** How many peers can be drawn for sure, in a swarm of that shape. */
  int atLeast(Shape shape) {
    return Math.min(wanted, shape.living(tables()) - 1);
  }

  /** Whether what is drawn is a small part of what could be, in a swarm of that shape. */
  boolean isSmallPartOf(Shape shape) {
    return wanted > 0 && shape.living(tables()) >= LARGE * rows();
  }

  /**
   * Draws from what came.
   *
   * @param whole whether no bucket is missing of those that there are
   */
  Selection from(Reply reply, boolean whole, RandomGenerator random) {
    Shape shape = reply.shape();
    Reply.Bucket[] buckets = reply.buckets().toArray(Reply.Bucket[]::new);
    int all = Arrays.stream(buckets).mapToInt(Reply.Bucket::size).sum();
    int most = whole ? all : Math.min(all, PASSED_OVER + candidates());
    Candidates living = Candidates.living(buckets, shape.now(), announce.caller(), most, random);
    Candidates drawn =
        whole ? living.some(candidates(), random) : living.stretch(PASSED_OVER, candidates());
    return new Selection(listed(drawn, random), shape.counts(), reply.reached());
  }

  /**
   * Draws from what was read lately. The clock of Redis is at most a second and a pool's age ahead
   * of what it was when the swarm had that shape: who may have expired since is left out.
   */
  Selection from(Pool pool, Shape shape, RandomGenerator random) {
    Candidates living =
        Candidates.living(
                pool.buckets(tables()),
                shape.now() + 1,
                announce.caller(),
                PASSED_OVER + candidates(),
                random)
            .distinct();
    PeerList peers = listed(living.stretch(PASSED_OVER, candidates()), random);
    return new Selection(peers, shape.counts());
  }

  private PeerList listed(Candidates drawn, RandomGenerator random) {
    Candidates chosen =
        zone() == 0 ? drawn : drawn.those(ZoneShare.choose(drawn.zones(), zone(), wanted, random));
    return chosen.listed(announce.want().ids());
  }
}
