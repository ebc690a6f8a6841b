package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One entry of a stream: changes that one tracker writes at once. Its bytes are defined in {@code
 * specs/tracker-log.md}.
 *
 * @param writer names the process that wrote it
 * @param sequence counts the entries of that writer in that stream
 * @param changes in the order in which they are applied; none in an entry that only shows that the
 *     writer can write
 */
record LogEntry(int writer, int sequence, List<Change> changes) {
  /** The most changes that a writer puts into one entry. */
  static final int MOST_CHANGES = 100;

  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 1 + 2 * Integer.BYTES;
  private static final int MOST_CHANGE_BYTES = 1 + 2 * Bytes32.LENGTH + 16 + 2 + 2 + 2 * 10;

  private static final int KIND = 0b11;
  private static final int SEEDER = 1 << 2;
  private static final int IPV6 = 1 << 3;
  private static final int SHORT_INFO_HASH = 1 << 4;
  private static final int SHORT_PEER_ID = 1 << 5;
  private static final int HAS_ZONE = 1 << 6;
  private static final int HAS_HISTORY = 1 << 7;

  private static final int PRESENT = 0;
  private static final int COMPLETED = 1;
  private static final int LEAVING = 2;
  private static final int SHORT_BYTES = 20;
  private static final PeerRequest NOTHING =
      new PeerRequest(OptionalInt.of(0), AddressFamilies.BOTH, false);

  /** What becomes of one peer in one swarm. */
  sealed interface Change {
    InfoHash swarm();

    PeerId peer();

    /** The same, heard of some time before, for those who may have applied it already. */
    default Change again(long millisBefore) {
      return this;
    }
  }

  /**
   * The peer is listed.
   *
   * @param announce of kind {@code PRESENT} or {@code COMPLETED}; what it wants is not written
   * @param completedBefore what the writer counts as completed in the swarm, this not included
   * @param ageMillis how long before the entry was written the announce was heard of
   */
  record Listed(Announce announce, long completedBefore, long ageMillis) implements Change {
    @Override
    public InfoHash swarm() {
      return announce.swarm();
    }

    @Override
    public PeerId peer() {
      return announce.caller().id();
    }

    /** What it completes is in the number then, so that it counts once. */
    @Override
    public Listed again(long millisBefore) {
      boolean completes = announce.kind() == Announce.Kind.COMPLETED;
      Announce present =
          new Announce(announce.swarm(), announce.caller(), Announce.Kind.PRESENT, announce.want());
      return new Listed(
          present, completes ? completedBefore + 1 : completedBefore, ageMillis + millisBefore);
    }
  }

  /** The peer is not listed any more, in either family. */
  record Left(InfoHash swarm, PeerId peer) implements Change {}

  /** An entry that this version cannot read: of a newer one, or of another program. */
  static final class UnreadableException extends Exception {
    UnreadableException(String message) {
      super(message);
    }
  }

  byte[] bytes() {
    ByteBuffer to = ByteBuffer.allocate(HEADER_BYTES + changes.size() * MOST_CHANGE_BYTES);
    to.put(VERSION).putInt(writer).putInt(sequence);
    for (Change change : changes) {
      switch (change) {
        case Listed listed -> put(to, listed);
        case Left left -> {
          to.put((byte) (LEAVING | shortness(left)));
          putIds(to, left);
        }
      }
    }
    byte[] bytes = new byte[to.position()];
    to.flip().get(bytes);
    return bytes;
  }

  private static void put(ByteBuffer to, Listed listed) {
    SwarmPeer peer = listed.announce.caller();
    boolean hasHistory = listed.completedBefore > 0 || listed.ageMillis > 0;
    int flags = shortness(listed);
    flags |= listed.announce.kind() == Announce.Kind.COMPLETED ? COMPLETED : 0;
    flags |= peer.seeder() ? SEEDER : 0;
    flags |= peer.address().ip() instanceof Inet6Address ? IPV6 : 0;
    flags |= peer.zone().equals(Zone.NONE) ? 0 : HAS_ZONE;
    flags |= hasHistory ? HAS_HISTORY : 0;
    to.put((byte) flags);
    putIds(to, listed);
    to.put(peer.address().ip().getAddress()).putShort((short) peer.address().port());
    if (!peer.zone().equals(Zone.NONE)) {
      to.putShort((short) peer.zone().tag());
    }
    if (hasHistory) {
      putNumber(to, listed.ageMillis);
      putNumber(to, listed.completedBefore);
    }
  }

  private static int shortness(Change change) {
    return (isShort(change.swarm().value()) ? SHORT_INFO_HASH : 0)
        | (isShort(change.peer().value()) ? SHORT_PEER_ID : 0);
  }

  private static boolean isShort(Bytes32 id) {
    return id.w3() == 0 && (int) id.w2() == 0;
  }

  private static void putIds(ByteBuffer to, Change change) {
    putId(to, change.swarm().value());
    putId(to, change.peer().value());
  }

  private static void putId(ByteBuffer to, Bytes32 id) {
    to.put(id.toBytes(), 0, isShort(id) ? SHORT_BYTES : Bytes32.LENGTH);
  }

  private static void putNumber(ByteBuffer to, long number) {
    long rest = number;
    for (; rest > 0x7F; rest >>>= 7) {
      to.put((byte) (rest | 0x80));
    }
    to.put((byte) rest);
  }

  /** Whether bytes are those of one entry of this version. */
  static boolean isOf(byte[] bytes, int writer, int sequence) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    return bytes.length >= HEADER_BYTES
        && from.get() == VERSION
        && from.getInt() == writer
        && from.getInt() == sequence;
  }

  static LogEntry read(byte[] bytes) throws UnreadableException {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_BYTES || from.get() != VERSION) {
      throw new UnreadableException("not of version " + VERSION);
    }
    int writer = from.getInt();
    int sequence = from.getInt();
    List<Change> changes = new ArrayList<>();
    try {
      while (from.hasRemaining()) {
        changes.add(change(from));
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new UnreadableException("not as version " + VERSION + " has it: " + e);
    }
    return new LogEntry(writer, sequence, changes);
  }

  private static Change change(ByteBuffer from) throws UnreadableException {
    int flags = from.get();
    InfoHash swarm = new InfoHash(id(from, flags & SHORT_INFO_HASH));
    PeerId peer = new PeerId(id(from, flags & SHORT_PEER_ID));
    return switch (flags & KIND) {
      case PRESENT -> listed(swarm, peer, Announce.Kind.PRESENT, flags, from);
      case COMPLETED -> listed(swarm, peer, Announce.Kind.COMPLETED, flags, from);
      case LEAVING -> new Left(swarm, peer);
      default -> throw new UnreadableException("not a kind of change");
    };
  }

  private static Listed listed(
      InfoHash swarm, PeerId peer, Announce.Kind kind, int flags, ByteBuffer from) {
    byte[] ip = new byte[(flags & IPV6) == 0 ? 4 : 16];
    from.get(ip);
    PeerAddress address = address(ip, from.getShort() & 0xFFFF);
    Zone zone = (flags & HAS_ZONE) == 0 ? Zone.NONE : new Zone(from.getShort() & 0xFFFF);
    long age = (flags & HAS_HISTORY) == 0 ? 0 : number(from);
    long completed = (flags & HAS_HISTORY) == 0 ? 0 : number(from);
    SwarmPeer caller = new SwarmPeer(peer, address, (flags & SEEDER) != 0, zone);
    return new Listed(new Announce(swarm, caller, kind, NOTHING), completed, age);
  }

  private static Bytes32 id(ByteBuffer from, int isShort) {
    byte[] id = new byte[Bytes32.LENGTH];
    from.get(id, 0, isShort == 0 ? Bytes32.LENGTH : SHORT_BYTES);
    return Bytes32.of(id, 0);
  }

  private static PeerAddress address(byte[] ip, int port) {
    try {
      return new PeerAddress(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  /** Seven bits a byte, the lowest first, the highest bit set in all bytes but the last. */
  private static long number(ByteBuffer from) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      byte next = from.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than 63 bits");
  }
}
