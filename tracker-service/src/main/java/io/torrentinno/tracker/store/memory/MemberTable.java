package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The seeders of a swarm with addresses of one family, or the leechers. Members are found by id,
 * chosen by row number, and removed when they expire, each in constant time. They are linked in the
 * order of their expiry, which is the order of their announces, except for announces that are
 * applied late. Not safe for use by several threads.
 */
final class MemberTable {
  /** The most members that are passed to find the place of an announce that is applied late. */
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

  /** The row of a member, valid until the next change; {@link MemberRows#NONE} if there is none. */
  int find(PeerId id) {
    return index.find(id.value());
  }

  SwarmPeer get(int row) {
    return rows.peer(row, seeders);
  }

  /** The rows of the members, valid until the next change. */
  MemberRows rows() {
    return rows;
  }

  /**
   * Adds a member that is not in the table, and returns its row. The row is chosen at random; the
   * member that was there moves to the end. So the order of the rows is always random, and
   * neighbouring rows are as good a random choice as any others.
   *
   * @param expiry in milliseconds. The lower 32 bits are kept, which is enough because members live
   *     for a day at most
   * @param owner of the listing, see {@link Proof}
   */
  int add(SwarmPeer peer, long expiry, int owner, RandomGenerator random) {
    int row = freeRow(random.nextInt(rows.count() + 1));
    rows.setId(row, peer.id().value());
    index.add(row);
    rows.set(row, peer, (int) expiry, owner);
    addresses.count(rows.addressKey(row), 1);
    linkByExpiry(row);
    return row;
  }

  /** Renews the member in a row. Its address may be a new one. */
  void renew(int row, SwarmPeer peer, long expiry, int owner) {
    unlink(row);
    long before = rows.addressKey(row);
    rows.set(row, peer, (int) expiry, owner);
    long after = rows.addressKey(row);
    if (before != after) {
      addresses.count(before, -1);
      addresses.count(after, 1);
    }
    linkByExpiry(row);
  }

  /** Makes a row free: an existing row, whose member moves to the end, or a new row at the end. */
  private int freeRow(int row) {
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

  /** Removes the members that have expired at {@code now}. */
  void removeExpired(long now) {
    while (oldest != MemberRows.NONE && oldestExpiry - (int) now <= 0) {
      remove(oldest);
    }
  }

  /** A copy of the members, which can be read without a lock. */
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
   * Links a row after the members that expire no later. To find its place, at most {@link
   * #MOST_STEPS} members are passed; then the member gets the expiry of the place it has reached.
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

  /** Makes the linked members of row {@code from} point to {@code to}, its new row. */
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
