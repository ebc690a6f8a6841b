package io.torrentinno.tracker.udp;

import io.netty.buffer.ByteBuf;
import io.torrentinno.tracker.swarm.model.Zone;
import java.nio.charset.StandardCharsets;

/**
 * The options after an announce: those of BEP 41, and the zone of {@code specs/tracker-udp.md}. The
 * path and query of a URL are ignored, because this tracker is the same under all of them. Options
 * that cannot be read are ignored, too.
 */
final class Options {
  private static final int END = 0;
  private static final int PADDING = 1;
  private static final int URL_DATA = 2;
  private static final int ZONE = 0x5A;
  private static final int LONGEST_ZONE = 64 * 3;

  private Options() {}

  /**
   * Reads options up to the end of the packet.
   *
   * @return the zone, or {@link Zone#NONE}
   */
  static Zone zone(ByteBuf packet, int offset) {
    Zone zone = Zone.NONE;
    int at = offset;
    while (at < packet.writerIndex()) {
      int type = packet.getByte(at++);
      if (type == END) {
        break;
      }
      if (type == PADDING) {
        continue;
      }
      int length = at < packet.writerIndex() ? packet.getUnsignedByte(at++) : Integer.MAX_VALUE;
      if (length > packet.writerIndex() - at) {
        break; // The option is cut off.
      }
      switch (type) {
        case URL_DATA -> {}
        case ZONE -> zone = zone(packet, at, length);
        default -> {} // An option of a later version.
      }
      at += length;
    }
    return zone;
  }

  private static Zone zone(ByteBuf packet, int at, int length) {
    return length == 0 || length > LONGEST_ZONE
        ? Zone.NONE
        : Zone.of(packet.toString(at, length, StandardCharsets.UTF_8));
  }
}
