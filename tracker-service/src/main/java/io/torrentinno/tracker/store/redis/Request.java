package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Announce;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** One thing for {@code swarm.lua} to do. */
final class Request {
  private static final int MOST_ROWS = 0xFFFF;

  private final InfoHash swarm;
  private final byte[] bytes;

  private Request(InfoHash swarm, byte[] bytes) {
    this.swarm = swarm;
    this.bytes = bytes;
  }

  /** With which swarm. */
  InfoHash swarm() {
    return swarm;
  }

  /** What to do, in the form that the script reads; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Adds or renews a member, and gives buckets with others.
   *
   * @param rows about how many members there should be in the buckets
   */
  static Request announce(Announce announce, int rows, RandomGenerator random) {
    int table = Row.table(announce.caller());
    ByteBuffer to = ByteBuffer.allocate(17 + Row.bytes(table) - Integer.BYTES);
    to.put((byte) 'A').put((byte) table);
    for (int drawn = 0; drawn < Row.TABLES; drawn++) {
      to.put((byte) (isDrawable(drawn, announce) ? 1 : 0));
    }
    to.put((byte) (announce.kind() == Announce.Kind.COMPLETED ? 1 : 0));
    to.putShort((short) Math.min(rows, MOST_ROWS))
        .putInt(random.nextInt())
        .putInt(random.nextInt());
    Row.write(announce.caller(), to);
    return new Request(announce.swarm(), to.array());
  }

  /** Removes a member of either family. */
  static Request leave(InfoHash swarm, PeerId peer) {
    ByteBuffer to = ByteBuffer.allocate(1 + Integer.BYTES + Bytes32.LENGTH).put((byte) 'L');
    Row.writeIdentity(peer, to);
    return new Request(swarm, to.array());
  }

  /** Gives the counts alone. */
  static Request scrape(InfoHash swarm) {
    return new Request(swarm, new byte[] {'S'});
  }

  /** Gives the last {@code most} buckets of a table that are below the number {@code below}. */
  static Request list(InfoHash swarm, int table, int below, int most) {
    ByteBuffer to = ByteBuffer.allocate(2 + 2 * Integer.BYTES).put((byte) 'B').put((byte) table);
    return new Request(swarm, to.putInt(below).putInt(most).array());
  }

  private static boolean isDrawable(int table, Announce announce) {
    boolean ofFamily =
        Row.isIpv4(table) ? announce.families().hasIpv4() : announce.families().hasIpv6();
    return ofFamily && !(Row.isSeeder(table) && announce.caller().seeder());
  }
}
