package io.torrentinno.tracker.udp;

import io.netty.buffer.ByteBuf;
import io.torrentinno.tracker.swarm.model.Zone;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The options after an announce: those of BEP 41, and the zone of {@code specs/tracker-udp.md}. The
 * path of a URL matters only where it has a token. Options that cannot be read are ignored.
 */
final class Options {
  private static final int END = 0;
  private static final int PADDING = 1;
  private static final int URL_DATA = 2;
  private static final int ZONE = 0x5A;
  private static final int LONGEST_ZONE = 64 * 3;

  private final ByteBuf packet;
  private int next;
  private int type;
  private int start;
  private int length;

  private Options(ByteBuf packet, int offset) {
    this.packet = packet;
    this.next = offset;
  }

  /** Moves to the next option; false when there is none, or when it is cut off. */
  private boolean next() {
    int end = packet.writerIndex();
    type = PADDING;
    while (type == PADDING && next < end) {
      type = packet.getByte(next++);
    }
    if (type == PADDING || type == END || next >= end) {
      return false;
    }
    length = packet.getUnsignedByte(next++);
    start = next;
    next += length;
    return next <= end;
  }

  /**
   * The zone.
   *
   * @param offset where the options begin, which go up to the end of the packet
   * @return {@link Zone#NONE} for none
   */
  static Zone zone(ByteBuf packet, int offset) {
    Options options = new Options(packet, offset);
    Zone zone = Zone.NONE;
    while (options.next()) {
      if (options.type == ZONE) {
        zone = zone(packet, options.start, options.length);
      }
    }
    return zone;
  }

  /**
   * The token in the path of a URL such as {@code udp://HOST:PORT/TOKEN/announce}: its first
   * segment. A long path is in several options.
   *
   * @return null when there is none
   */
  static @Nullable String token(ByteBuf packet, int offset) {
    Options options = new Options(packet, offset);
    StringBuilder path = new StringBuilder();
    while (options.next()) {
      if (options.type == URL_DATA) {
        path.append(packet.toString(options.start, options.length, StandardCharsets.ISO_8859_1));
      }
    }
    int slash = path.indexOf("/", 1);
    return slash < 0 || path.charAt(0) != '/' ? null : path.substring(1, slash);
  }

  private static Zone zone(ByteBuf packet, int at, int length) {
    return length == 0 || length > LONGEST_ZONE
        ? Zone.NONE
        : Zone.of(packet.toString(at, length, StandardCharsets.UTF_8));
  }
}
