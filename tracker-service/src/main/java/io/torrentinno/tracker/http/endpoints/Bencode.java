package io.torrentinno.tracker.http.endpoints;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.http.message.AsciiBytes;
import io.torrentinno.tracker.http.message.ByteWriter;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import java.util.SequencedMap;

/** Writes answers in bencoding (BEP 3, 7, 23, 48), with sorted keys. */
final class Bencode {
  private static final int SHORT_ID = 20;
  private static final byte[] COMPLETE = AsciiBytes.of("d8:completei");
  private static final byte[] DOWNLOADED = AsciiBytes.of("e10:downloadedi");
  private static final byte[] INCOMPLETE = AsciiBytes.of("e10:incompletei");
  private static final byte[] INTERVAL = AsciiBytes.of("e8:intervali");
  private static final byte[] PEERS = AsciiBytes.of("e5:peers");
  private static final byte[] PEERS6 = AsciiBytes.of("6:peers6");
  private static final byte[] FILES = AsciiBytes.of("d5:filesd");
  private static final byte[] IP = AsciiBytes.of("d2:ip");
  private static final byte[] PEER_ID = AsciiBytes.of("7:peer id");
  private static final byte[] PORT = AsciiBytes.of("4:porti");
  private static final byte[] END_OF_NUMBER = AsciiBytes.of("ee");

  private Bencode() {}

  static ByteWriter announce(AnnounceQuery query, Answer answer) {
    PeerList peers = answer.selection().peers();
    SwarmCounts counts = answer.selection().counts();
    ByteWriter out = ByteWriter.begin();
    out.write(COMPLETE).writeNumber(counts.seeders());
    out.write(INCOMPLETE).writeNumber(counts.leechers());
    out.write(INTERVAL).writeNumber(answer.interval().toSeconds()).write(PEERS);
    if (query.compact()) {
      writeString(out, peers.ipv4());
      if (peers.ipv6().length > 0) {
        writeString(out.write(PEERS6), peers.ipv6());
      }
    } else {
      writeList(out, peers, query.withIds());
    }
    return out.write('e');
  }

  /** Writes the counts of swarms, in the order of the bytes of their hashes. */
  static ByteWriter scrape(SequencedMap<InfoHash, SwarmCounts> swarms) {
    ByteWriter out = ByteWriter.begin().write(FILES);
    swarms.forEach((swarm, counts) -> {
      writeId(out, swarm.value().toBytes(), 0);
      out.write(COMPLETE).writeNumber(counts.seeders());
      out.write(DOWNLOADED).writeNumber(counts.completed());
      out.write(INCOMPLETE).writeNumber(counts.leechers());
      out.write(END_OF_NUMBER);
    });
    return out.write(END_OF_NUMBER);
  }

  private static void writeString(ByteWriter out, byte[] bytes) {
    out.writeNumber(bytes.length).write(':').write(bytes);
  }

  private static void writeList(ByteWriter out, PeerList peers, boolean withIds) {
    out.write('l');
    int ipv4 = peers.ipv4().length / PeerList.IPV4_BYTES;
    for (int i = 0; i < peers.size(); i++) {
      boolean isIpv4 = i < ipv4;
      int length = isIpv4 ? PeerList.IPV4_BYTES : PeerList.IPV6_BYTES;
      byte[] addresses = isIpv4 ? peers.ipv4() : peers.ipv6();
      int offset = (isIpv4 ? i : i - ipv4) * length;
      int port = offset + length - Short.BYTES;
      byte[] ip = AsciiBytes.ofAddress(addresses, offset, length - Short.BYTES);
      writeString(out.write(IP), ip);
      if (withIds) {
        writeId(out.write(PEER_ID), peers.ids(), i * Bytes32.LENGTH);
      }
      out.write(PORT).writeNumber(((addresses[port] & 0xFF) << 8) | (addresses[port + 1] & 0xFF));
      out.write(END_OF_NUMBER);
    }
    out.write('e');
  }

  /**
   * Writes an id in the length of its announce: without the zero bytes that were added to a short
   * one.
   */
  private static void writeId(ByteWriter out, byte[] ids, int offset) {
    int length = Bytes32.LENGTH;
    boolean isShort = true;
    for (int i = SHORT_ID; i < Bytes32.LENGTH; i++) {
      isShort &= ids[offset + i] == 0;
    }
    length = isShort ? SHORT_ID : length;
    out.writeNumber(length).write(':').write(ids, offset, length);
  }
}
