package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.LogEntry.UnreadableException;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Proof;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The second field of an entry: whose the listings are that the entry changes. Trackers of earlier
 * versions write no such field, and do not read it. {@code specs/tracker-log.md} defines the bytes.
 */
final class OwnersField {
  /** The name of the field. */
  static final byte[] NAME = {'o'};

  private static final int MOST_BYTES = 1 + Integer.BYTES;
  private static final byte USUAL = 0;
  private static final byte OWNED = 1;
  private static final byte ONLY_IPV4 = 4;
  private static final byte ONLY_IPV6 = 6;

  private OwnersField() {}

  static byte[] bytes(List<Change> changes) {
    ByteBuffer to = ByteBuffer.allocate(changes.size() * MOST_BYTES);
    for (Change change : changes) {
      switch (change) {
        case Listed listed -> put(to, listed);
        case Left left ->
            to.put(
                switch (left.families()) {
                  case BOTH -> USUAL;
                  case IPV4 -> ONLY_IPV4;
                  case IPV6 -> ONLY_IPV6;
                });
      }
    }
    return Arrays.copyOf(to.array(), to.position());
  }

  private static void put(ByteBuffer to, Listed listed) {
    int owner = listed.announce().proof().owner();
    if (owner == ofAddress(listed).owner()) {
      to.put(USUAL);
    } else {
      to.put(OWNED).putInt(owner);
    }
  }

  private static Proof ofAddress(Listed listed) {
    return Proof.of(listed.announce().caller().address().ip());
  }

  /**
   * The changes with their owners.
   *
   * @param changes as they are in the first field
   */
  static List<Change> read(List<Change> changes, byte[] bytes) throws UnreadableException {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    List<Change> owned = new ArrayList<>(changes.size());
    try {
      for (Change change : changes) {
        owned.add(
            switch (change) {
              case Listed listed -> read(listed, from);
              case Left left -> read(left, from);
            });
      }
    } catch (BufferUnderflowException e) {
      throw new UnreadableException("not an owner for each change");
    }
    if (from.hasRemaining()) {
      throw new UnreadableException("not as many changes as owners");
    }
    return owned;
  }

  private static Listed read(Listed listed, ByteBuffer from) throws UnreadableException {
    return switch (from.get()) {
      case USUAL -> listed;
      case OWNED -> listed.withProof(Proof.ofOwner(from.getInt()));
      default -> throw new UnreadableException("not a known kind of owner");
    };
  }

  private static Left read(Left left, ByteBuffer from) throws UnreadableException {
    AddressFamilies families =
        switch (from.get()) {
          case USUAL -> AddressFamilies.BOTH;
          case ONLY_IPV4 -> AddressFamilies.IPV4;
          case ONLY_IPV6 -> AddressFamilies.IPV6;
          default -> throw new UnreadableException("not a known kind of leave");
        };
    return new Left(left.swarm(), left.peer(), families, left.receivedAt());
  }
}
