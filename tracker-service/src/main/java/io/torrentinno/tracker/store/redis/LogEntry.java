package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An entry of a stream: changes that one tracker writes together. {@code specs/tracker-log.md}
 * defines the bytes.
 *
 * @param writer identifies the process that wrote the entry
 * @param sequence counts the entries of this writer in this stream
 * @param deadline the last time, by Redis's clock in milliseconds, at which Redis may add it
 * @param changes empty in a heartbeat, which only shows that its writer can write
 */
record LogEntry(int writer, int sequence, long deadline, List<Change> changes) {
  private static final byte[] FIELD = {'e'};
  private static final byte VERSION = 2;
  private static final byte VERSION_BEFORE = 1; // without deadline and owners
  private static final int START_BYTES = 1 + 2 * Integer.BYTES;
  private static final int MOST_CHANGE_BYTES =
      1 + 2 * Bytes32.LENGTH + 16 + 2 + 2 + Integer.BYTES + 2 * 10;

  private static final int KIND = 0b11;
  private static final int SEEDER = 1 << 2;
  private static final int ONLY_IPV4 = SEEDER; // of a leave
  private static final int IPV6 = 1 << 3;
  private static final int ONLY_IPV6 = IPV6; // of a leave
  private static final int SHORT_INFO_HASH = 1 << 4;
  private static final int SHORT_PEER_ID = 1 << 5;
  private static final int HAS_ZONE = 1 << 6;
  private static final int HAS_HISTORY = 1 << 7;

  private static final int PRESENT = 0;
  private static final int COMPLETED = 1;
  private static final int LEAVING = 2;
  private static final PeerRequest NO_PEERS =
      new PeerRequest(OptionalInt.of(0), AddressFamilies.BOTH, false);

  /** A newer version or another program wrote the entry. An operator needs no stack trace. */
  static final class UnreadableException extends Exception {
    UnreadableException(String message) {
      super(message, null, false, false);
    }
  }

  /** An entry without a deadline. */
  LogEntry(int writer, int sequence, List<Change> changes) {
    this(writer, sequence, Long.MAX_VALUE, changes);
  }

  byte[] bytes() {
    int most = START_BYTES + Long.BYTES + changes.size() * MOST_CHANGE_BYTES;
    ByteBuffer to = ByteBuffer.allocate(most);
    to.put(VERSION).putInt(writer).putInt(sequence).putLong(deadline);
    changes.forEach(change -> put(to, change));
    return Arrays.copyOf(to.array(), to.position());
  }

  private static void put(ByteBuffer to, Change change) {
    int flags = flags(change);
    to.put((byte) flags);
    putId(to, change.swarm().value());
    putId(to, change.peer().value());
    if (change instanceof Listed(Announce announce, _, _)) {
      SwarmPeer peer = announce.caller();
      to.put(peer.address().ip().getAddress()).putShort((short) peer.address().port());
      if ((flags & HAS_ZONE) != 0) {
        to.putShort((short) peer.zone().tag());
      }
      to.putInt(announce.proof().owner());
    }
    if ((flags & HAS_HISTORY) != 0) {
      putNumber(to, change.receivedAt());
      putNumber(to, change.completedBefore());
    }
  }

  private static int flags(Change change) {
    int flags = isShort(change.swarm().value()) ? SHORT_INFO_HASH : 0;
    flags |= isShort(change.peer().value()) ? SHORT_PEER_ID : 0;
    flags |= change.receivedAt() > 0 || change.completedBefore() > 0 ? HAS_HISTORY : 0;
    if (!(change instanceof Listed(Announce announce, _, _))) {
      flags |= change.family() == 4 ? ONLY_IPV4 : 0;
      return flags | LEAVING | (change.family() == 16 ? ONLY_IPV6 : 0);
    }
    SwarmPeer peer = announce.caller();
    flags |= announce.kind() == Announce.Kind.COMPLETED ? COMPLETED : PRESENT;
    flags |= peer.seeder() ? SEEDER : 0;
    flags |= peer.address().ip() instanceof Inet6Address ? IPV6 : 0;
    return flags | (peer.zone().equals(Zone.NONE) ? 0 : HAS_ZONE);
  }

  private static boolean isShort(Bytes32 id) {
    return id.w3() == 0 && (int) id.w2() == 0;
  }

  private static void putId(ByteBuffer to, Bytes32 id) {
    to.putLong(id.w0()).putLong(id.w1());
    if (isShort(id)) {
      to.putInt((int) (id.w2() >>> Integer.SIZE));
    } else {
      to.putLong(id.w2()).putLong(id.w3());
    }
  }

  /** Seven bits in each byte, the lowest first; the highest bit is set in all but the last. */
  private static void putNumber(ByteBuffer to, long number) {
    long rest = number;
    for (; rest > 0x7F; rest >>>= 7) {
      to.put((byte) (rest | 0x80));
    }
    to.put((byte) rest);
  }

  byte[][] fields() { // each name before its value
    return new byte[][] {FIELD, bytes()};
  }

  /** The bytes of an entry, from its fields; none when another program wrote it. */
  static byte[] bytes(Map<byte[], byte[]> fields) {
    for (Map.Entry<byte[], byte[]> field : fields.entrySet()) {
      if (Arrays.equals(field.getKey(), FIELD)) {
        return field.getValue();
      }
    }
    return new byte[0];
  }

  /** Whether these are the bytes of the entry with this writer and number. */
  static boolean isOf(byte[] bytes, int writer, int sequence) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    return bytes.length >= START_BYTES
        && from.get() == VERSION
        && from.getInt() == writer
        && from.getInt() == sequence;
  }

  static LogEntry read(byte[] bytes) throws UnreadableException {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    try {
      byte version = from.get();
      if (version != VERSION && version != VERSION_BEFORE) {
        throw new UnreadableException("not an entry of version " + VERSION);
      }
      int writer = from.getInt();
      int sequence = from.getInt();
      long deadline = version == VERSION ? from.getLong() : Long.MAX_VALUE;
      List<Change> changes = new ArrayList<>();
      while (from.hasRemaining()) {
        changes.add(change(from, version == VERSION));
      }
      return new LogEntry(writer, sequence, deadline, changes);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new UnreadableException("not a valid entry of version " + VERSION + ": " + e);
    }
  }

  private static Change change(ByteBuffer from, boolean hasOwner) throws UnreadableException {
    int flags = from.get();
    InfoHash swarm = new InfoHash(id(from, flags & SHORT_INFO_HASH));
    PeerId peer = new PeerId(id(from, flags & SHORT_PEER_ID));
    if ((flags & KIND) > LEAVING) {
      throw new UnreadableException("not a known kind of change");
    }
    SwarmPeer caller = (flags & KIND) == LEAVING ? null : caller(peer, flags, from);
    int owner = hasOwner && caller != null ? from.getInt() : 0;
    long receivedAt = (flags & HAS_HISTORY) == 0 ? 0 : number(from);
    long completed = (flags & HAS_HISTORY) == 0 ? 0 : number(from);
    if (caller == null) {
      return new Left(swarm, peer, families(flags), receivedAt);
    }
    Announce.Kind kind =
        (flags & KIND) == COMPLETED ? Announce.Kind.COMPLETED : Announce.Kind.PRESENT;
    Listed listed = new Listed(new Announce(swarm, caller, kind, NO_PEERS), completed, receivedAt);
    return hasOwner ? listed.withProof(Proof.ofOwner(owner)) : listed;
  }

  private static AddressFamilies families(int flags) throws UnreadableException {
    return switch (flags & (ONLY_IPV4 | ONLY_IPV6)) {
      case 0 -> AddressFamilies.BOTH;
      case ONLY_IPV4 -> AddressFamilies.IPV4;
      case ONLY_IPV6 -> AddressFamilies.IPV6;
      default -> throw new UnreadableException("not a known kind of leave");
    };
  }

  private static SwarmPeer caller(PeerId peer, int flags, ByteBuffer from) {
    byte[] ip = new byte[(flags & IPV6) == 0 ? 4 : 16];
    from.get(ip);
    PeerAddress address = address(ip, from.getShort() & 0xFFFF);
    Zone zone = (flags & HAS_ZONE) == 0 ? Zone.NONE : new Zone(from.getShort() & 0xFFFF);
    return new SwarmPeer(peer, address, (flags & SEEDER) != 0, zone);
  }

  private static Bytes32 id(ByteBuffer from, int shortFlag) {
    long w0 = from.getLong();
    long w1 = from.getLong();
    return shortFlag == 0
        ? new Bytes32(w0, w1, from.getLong(), from.getLong())
        : new Bytes32(w0, w1, (long) from.getInt() << Integer.SIZE, 0);
  }

  private static PeerAddress address(byte[] ip, int port) {
    try {
      return new PeerAddress(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  private static long number(ByteBuffer from) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      byte next = from.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number has more than 63 bits");
  }
}
