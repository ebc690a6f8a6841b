package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Announce;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Announces to one swarm, in the form that {@code swarm.lua} reads: each its table (1 byte),
 * whether it has just completed (1), the bucket that it is probably in (4), and its row but for the
 * expiry. Not safe for use by several threads.
 */
final class Entries {
  private static final int ROW = Short.BYTES; // where in an entry it would begin, expiry and all

  private final ByteBuffer bytes;
  private int size;

  /** None yet, and room for so many. */
  Entries(int most) {
    bytes = ByteBuffer.allocate(1 + most * length(Row.TABLES - 1)).put((byte) 'A');
  }

  private static int length(int table) {
    return ROW + Row.bytes(table);
  }

  /**
   * Adds one.
   *
   * @param known what the swarm looked like lately, which tells where the caller probably is
   */
  void add(Announce announce, Shape known) {
    int table = Row.table(announce.caller());
    bytes.put((byte) table);
    bytes.put((byte) (announce.kind() == Announce.Kind.COMPLETED ? 1 : 0));
    bytes.put(Plan.nameOf(Row.bucket(announce.caller(), known.buckets(table))));
    Row.write(announce.caller(), bytes);
    size++;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return bytes.remaining() < length(Row.TABLES - 1);
  }

  /** Whether that peer is among them, in either family. */
  boolean has(PeerId peer) {
    for (int at = 1; at < bytes.position(); at += length(bytes.get(at))) {
      if (Row.isOf(peer, bytes, at + ROW)) {
        return true;
      }
    }
    return false;
  }

  /** A copy of all. */
  byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
