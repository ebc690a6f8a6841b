package io.torrentinno.tracker.udp;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.model.Bytes32;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The two forms of an announce. The second form has the fields of the first; some of them are
 * longer.
 */
enum AnnounceForm {
  /** BEP 15: ids of 20 bytes, IPv4 addresses. */
  BITTORRENT(20, 4),
  /** {@code specs/tracker-udp.md}: ids of 32 bytes, IPv6 addresses. */
  TORRENTINNO(32, 16);

  private static final int IDS = 16;
  private static final int COUNTERS_AND_EVENT = 28;

  private final int idBytes;
  private final int addressBytes;

  AnnounceForm(int idBytes, int addressBytes) {
    this.idBytes = idBytes;
    this.addressBytes = addressBytes;
  }

  /** Bytes of a request without options. */
  int length() {
    return key() + 10;
  }

  /**
   * Checks that the announce is complete. The other methods may be called when this has not thrown.
   */
  void requireWhole(ByteBuf packet) throws UdpFault {
    if (packet.readableBytes() < length()) {
      throw new UdpFault("the announce is cut off");
    }
  }

  Bytes32 infoHash(ByteBuf packet) {
    return id(packet, IDS);
  }

  Bytes32 peerId(ByteBuf packet) {
    return id(packet, IDS + idBytes);
  }

  /** Bytes that the peer lacks; negative or the largest number when it does not know. */
  long left(ByteBuf packet) {
    return packet.getLong(IDS + 2 * idBytes + 8);
  }

  /**
   * The event; a number that is no event of BEP 15, such as 4 of a peer that pauses, counts as
   * none.
   */
  AnnounceEvent event(ByteBuf packet) {
    return switch (packet.getInt(address() - 4)) {
      case 1 -> AnnounceEvent.COMPLETED;
      case 2 -> AnnounceEvent.STARTED;
      case 3 -> AnnounceEvent.STOPPED;
      default -> AnnounceEvent.NONE;
    };
  }

  /** The address that the peer names; null when it names none. */
  @Nullable InetAddress stated(ByteBuf packet) {
    byte[] bytes = new byte[addressBytes];
    packet.getBytes(address(), bytes);
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      return address.isAnyLocalAddress() ? null : address;
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }

  /** How many peers are wanted; empty for a negative number. */
  OptionalInt wanted(ByteBuf packet) {
    int wanted = packet.getInt(key() + 4);
    return wanted < 0 ? OptionalInt.empty() : OptionalInt.of(wanted);
  }

  /** Shows, with a later announce, that both come from the same peer; 0 for none. */
  int keyOf(ByteBuf packet) {
    return packet.getInt(key());
  }

  int port(ByteBuf packet) {
    return packet.getUnsignedShort(key() + 8);
  }

  /** The id at {@code offset}; a short id gets zero bytes at its end. */
  Bytes32 id(ByteBuf packet, int offset) {
    long w0 = packet.getLong(offset);
    long w1 = packet.getLong(offset + 8);
    return idBytes == Bytes32.LENGTH
        ? new Bytes32(w0, w1, packet.getLong(offset + 16), packet.getLong(offset + 24))
        : new Bytes32(w0, w1, (long) packet.getInt(offset + 16) << 32, 0);
  }

  int idBytes() {
    return idBytes;
  }

  private int address() {
    return IDS + 2 * idBytes + COUNTERS_AND_EVENT;
  }

  private int key() {
    return address() + addressBytes;
  }
}
