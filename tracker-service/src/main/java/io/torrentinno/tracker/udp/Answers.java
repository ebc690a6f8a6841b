package io.torrentinno.tracker.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes answers. None is larger than what fits into one packet of a usual link. */
final class Answers {
  /** 1,500 bytes less the headers of IPv6 and UDP. */
  private static final int MOST_BYTES = 1_452;

  private static final int ANNOUNCE_BYTES = 20;
  private static final int ANNOUNCE_32_BYTES = 24;
  private static final int IPV4_ENTRY = Bytes32.LENGTH + PeerList.IPV4_BYTES;
  private static final int IPV6_ENTRY = Bytes32.LENGTH + PeerList.IPV6_BYTES;

  private Answers() {}

  static ByteBuf connect(ByteBufAllocator buffers, int transaction, long id, boolean torrentInno) {
    ByteBuf out = buffers.directBuffer(20);
    out.writeInt(Actions.CONNECT).writeInt(transaction).writeLong(id);
    return torrentInno ? out.writeInt(Actions.TORRENTINNO) : out;
  }

  /** The addresses alone, all of one family: an IPv6 caller gets IPv6 addresses. */
  static ByteBuf announce(ByteBufAllocator buffers, int transaction, Answer answer, boolean ipv6) {
    PeerList peers = answer.selection().peers();
    byte[] addresses = ipv6 ? peers.ipv6() : peers.ipv4();
    int entry = ipv6 ? PeerList.IPV6_BYTES : PeerList.IPV4_BYTES;
    int fit = Math.min(addresses.length, (MOST_BYTES - ANNOUNCE_BYTES) / entry * entry);
    ByteBuf out = buffers.directBuffer(ANNOUNCE_BYTES + fit);
    writeSwarm(out.writeInt(Actions.ANNOUNCE).writeInt(transaction), answer);
    return out.writeBytes(addresses, 0, fit);
  }

  /** Ids and addresses, of both families. */
  static ByteBuf announce32(ByteBufAllocator buffers, int transaction, Answer answer) {
    PeerList peers = answer.selection().peers();
    int room = MOST_BYTES - ANNOUNCE_32_BYTES;
    int listed4 = peers.ipv4().length / PeerList.IPV4_BYTES;
    int listed6 = peers.ipv6().length / PeerList.IPV6_BYTES;
    int ipv4 = Math.min(listed4, room / IPV4_ENTRY);
    int ipv6 = Math.min(listed6, (room - ipv4 * IPV4_ENTRY) / IPV6_ENTRY);
    ByteBuf out = buffers.directBuffer(ANNOUNCE_32_BYTES + ipv4 * IPV4_ENTRY + ipv6 * IPV6_ENTRY);
    writeSwarm(out.writeInt(Actions.ANNOUNCE_32).writeInt(transaction), answer);
    out.writeInt(ipv4);
    for (int i = 0; i < ipv4; i++) {
      out.writeBytes(peers.ids(), i * Bytes32.LENGTH, Bytes32.LENGTH);
      out.writeBytes(peers.ipv4(), i * PeerList.IPV4_BYTES, PeerList.IPV4_BYTES);
    }
    for (int i = 0; i < ipv6; i++) {
      out.writeBytes(peers.ids(), (listed4 + i) * Bytes32.LENGTH, Bytes32.LENGTH);
      out.writeBytes(peers.ipv6(), i * PeerList.IPV6_BYTES, PeerList.IPV6_BYTES);
    }
    return out;
  }

  static ByteBuf scrape(
      ByteBufAllocator buffers, int action, int transaction, List<SwarmCounts> swarms) {
    ByteBuf out = buffers.directBuffer(8 + 12 * swarms.size());
    out.writeInt(action).writeInt(transaction);
    for (SwarmCounts swarm : swarms) {
      int completed = (int) Math.min(swarm.completed(), Integer.MAX_VALUE);
      out.writeInt(swarm.seeders()).writeInt(completed).writeInt(swarm.leechers());
    }
    return out;
  }

  /**
   * An error. The message is ASCII; with 40 characters at most it may be sent to a caller that has
   * not proven its address.
   */
  static ByteBuf error(ByteBufAllocator buffers, int transaction, String message) {
    ByteBuf out = buffers.directBuffer(8 + message.length());
    out.writeInt(Actions.ERROR).writeInt(transaction);
    out.writeCharSequence(message, StandardCharsets.US_ASCII);
    return out;
  }

  private static void writeSwarm(ByteBuf out, Answer answer) {
    SwarmCounts counts = answer.selection().counts();
    out.writeInt((int) answer.interval().toSeconds());
    out.writeInt(counts.leechers()).writeInt(counts.seeders());
  }
}
