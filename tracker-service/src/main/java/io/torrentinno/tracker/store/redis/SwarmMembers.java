package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.SwarmPeer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of a swarm, table after table, some buckets a round trip, the last ones first: when a
 * table shrinks, members move from its end to buckets that are still to come. When it grows, some
 * move to its new end, which is then read too.
 */
final class SwarmMembers implements Iterator<SwarmPeer> {
  private static final int BUCKETS = 64;

  private final Function<Request, Reply> redis;
  private final InfoHash swarm;
  private final Set<Member> given = new HashSet<>();
  private final Queue<SwarmPeer> page = new ArrayDeque<>();
  private Shape shape;
  private int table;
  private int below; // what is below is still to be read
  private int end; // of what was read or is below

  private record Member(PeerId id, boolean isIpv4) {}

  /** Reads members when they are asked for. */
  SwarmMembers(Function<Request, Reply> redis, InfoHash swarm) {
    this.redis = redis;
    this.swarm = swarm;
    this.shape = redis.apply(Request.look(swarm, Plan.NOTHING)).shape();
    begin(/* next= */ 0);
  }

  private void begin(int next) {
    table = next;
    end = table < Row.TABLES ? shape.buckets(table) : 0;
    below = end;
  }

  @Override
  public boolean hasNext() {
    while (page.isEmpty() && table < Row.TABLES) {
      fetch();
    }
    return !page.isEmpty();
  }

  @Override
  public SwarmPeer next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }

  private void fetch() {
    if (below == 0) {
      begin(table + 1);
      return;
    }
    int from = Math.max(0, below - BUCKETS);
    read(from, below);
    below = from;
    if (shape.buckets(table) > end) {
      int grownFrom = end;
      end = shape.buckets(table);
      read(grownFrom, end);
    }
  }

  private void read(int from, int to) {
    Reply reply = redis.apply(Request.look(swarm, Plan.range(table, from, to)));
    shape = reply.shape();
    reply.buckets().forEach(bucket -> addLiving(bucket.rows(), shape.now()));
  }

  private void addLiving(ByteBuffer rows, int now) {
    for (int row = 0; row < rows.limit(); row += Row.bytes(table)) {
      if (Row.expiry(rows, row) - now > 0) {
        SwarmPeer peer = Row.peer(rows, row, table);
        if (given.add(new Member(peer.id(), Row.isIpv4(table)))) {
          page.add(peer);
        }
      }
    }
  }
}
