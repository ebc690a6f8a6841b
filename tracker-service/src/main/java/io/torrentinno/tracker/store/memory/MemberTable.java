package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The seeders of a swarm with addresses of one family, or its leechers: found by id, drawn by
 * number, dropped by age; each in constant time. Members are linked in the order of their expiry:
 * that of their announces, unless one is heard of late. Not safe for use by several threads.
 */
final class MemberTable {
  /** How far a member that is heard of late is looked a place for among those that expire later. */
  private static final int MOST_STEPS = 1_000;

  private final boolean seeders;
  private final MemberRows rows;
  private final RowIndex index;
  private final AddressCounts addresses;
  private int oldest = MemberRows.NONE;
  private int oldestExpiry;
  private int newest = MemberRows.NONE;

  MemberTable(boolean seeders, boolean ipv4, long salt, AddressCounts addresses) {
    this.seeders = seeders;
    this.rows = new MemberRows(ipv4);
    this.index = new RowIndex(rows, salt);
    this.addresses = addresses;
  }

  int size() {
    return rows.count();
  }

  /** The number of a member, from 0 to below {@link #size()}, good until the next change; or -1. */
  int find(PeerId id) {
    return index.find(id.value());
  }

  SwarmPeer get(int row) {
    return rows.peer(row, seeders);
  }

  /** The members by number, good until the next change. */
  MemberRows rows() {
    return rows;
  }

  /**
   * Adds a member that is not there, and gives its number. It is put at a random place, and the one
   * from there at the end: so the order is always a random one, and neighbours in it are as good a
   * draw as any.
   *
   * @param expiry in milliseconds, of which the lower 32 bits are kept: members live a day at most
   */
  int add(SwarmPeer peer, long expiry, RandomGenerator random) {
    int row = makePlace(random.nextInt(rows.count() + 1));
    rows.setId(row, peer.id().value());
    index.add(row);
    rows.set(row, peer, (int) expiry);
    addresses.count(rows.addressKey(row), 1);
    linkByExpiry(row);
    return row;
  }

  /** Renews the member in a row, whose address may have changed. */
  void renew(int row, SwarmPeer peer, long expiry) {
    unlink(row);
    long before = rows.addressKey(row);
    rows.set(row, peer, (int) expiry);
    long after = rows.addressKey(row);
    if (before != after) {
      addresses.count(before, -1);
      addresses.count(after, 1);
    }
    linkByExpiry(row);
  }

  /** Makes a row free that is one of the rows, or the one behind them. */
  private int makePlace(int row) {
    if (row == rows.count()) {
      return rows.append();
    }
    int end = rows.appendCopy(row);
    index.move(row, end);
    relink(row, end);
    return row;
  }

  void remove(PeerId id) {
    int row = find(id);
    if (row != MemberRows.NONE) {
      remove(row);
    }
  }

  /** Drops who has expired at {@code now}; costs as much as there is to drop. */
  void removeExpired(long now) {
    while (oldest != MemberRows.NONE && oldestExpiry - (int) now <= 0) {
      remove(oldest);
    }
  }

  /** The members as they are now, for reading outside of any lock. */
  Copy copy() {
    return new Copy(rows.copy(), seeders);
  }

  record Copy(MemberRows rows, boolean seeders) {
    Stream<SwarmPeer> peers() {
      return IntStream.range(0, rows.count()).mapToObj(row -> rows.peer(row, seeders));
    }
  }

  void remove(int row) {
    addresses.count(rows.addressKey(row), -1);
    unlink(row);
    index.remove(row);
    int last = rows.count() - 1;
    if (row != last) {
      index.move(last, row);
      relink(last, row);
    }
    rows.replaceByLast(row);
    index.trim();
  }

  private void unlink(int row) {
    int older = rows.older(row);
    int newer = rows.newer(row);
    setNewer(older, newer);
    setOlder(newer, older);
    if (older == MemberRows.NONE && newer != MemberRows.NONE) {
      oldestExpiry = rows.expiry(newer);
    }
  }

  /**
   * Links a row behind those that expire no later. Behind the {@link #MOST_STEPS} that expire last,
   * it is given the expiry of its place.
   */
  private void linkByExpiry(int row) {
    int older = newest;
    int steps = 0;
    while (older != MemberRows.NONE && rows.expiry(older) - rows.expiry(row) > 0) {
      if (++steps > MOST_STEPS) {
        rows.setExpiry(row, rows.expiry(older));
      } else {
        older = rows.older(older);
      }
    }
    int newer = older == MemberRows.NONE ? oldest : rows.newer(older);
    if (older == MemberRows.NONE) {
      oldestExpiry = rows.expiry(row);
    }
    rows.link(row, older, newer);
    setNewer(older, row);
    setOlder(newer, row);
  }

  /** Makes the neighbours of {@code from} point to {@code to}, where its content goes. */
  private void relink(int from, int to) {
    setNewer(rows.older(from), to);
    setOlder(rows.newer(from), to);
  }

  private void setNewer(int row, int newer) {
    if (row == MemberRows.NONE) {
      oldest = newer;
    } else {
      rows.link(row, rows.older(row), newer);
    }
  }

  private void setOlder(int row, int older) {
    if (row == MemberRows.NONE) {
      newest = older;
    } else {
      rows.link(row, older, rows.newer(row));
    }
  }
}
