package io.torrentinno.tracker.http.endpoints;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.http.message.AsciiBytes;
import io.torrentinno.tracker.http.message.ByteWriter;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.SwarmCounts;

/** Writes the answer to {@code POST /peers} byte by byte: peers differ only in three fields. */
final class JsonAnswer {
  private static final byte[] INFO_HASH = AsciiBytes.of("{\"infoHash\":\"");
  private static final byte[] PEERS = AsciiBytes.of("\",\"peers\":[");
  private static final byte[] PEER_ID = AsciiBytes.of("{\"peerId\":\"");
  private static final byte[] PUBLIC_PORT = AsciiBytes.of("\",\"publicPort\":\"");
  private static final byte[] END_OF_PEER = AsciiBytes.of("\"}");
  private static final byte[] INTERVAL = AsciiBytes.of("],\"interval\":");
  private static final byte[] SEEDERS = AsciiBytes.of(",\"seeders\":");
  private static final byte[] LEECHERS = AsciiBytes.of(",\"leechers\":");

  private JsonAnswer() {}

  static ByteWriter write(InfoHash swarm, Answer answer) {
    String hash = swarm.toString();
    ByteWriter out = ByteWriter.begin();
    out.write(INFO_HASH).write(AsciiBytes.of(hash)).write(PEERS);
    writePeers(out, answer.selection().peers(), hash);
    SwarmCounts counts = answer.selection().counts();
    out.write(INTERVAL).writeNumber(answer.interval().toSeconds());
    out.write(SEEDERS).writeNumber(counts.seeders());
    return out.write(LEECHERS).writeNumber(counts.leechers()).write('}');
  }

  private static void writePeers(ByteWriter out, PeerList peers, String hash) {
    byte[] hashAndIp = AsciiBytes.of("\",\"infoHash\":\"" + hash + "\",\"publicIp\":\"");
    int ipv4 = peers.ipv4().length / PeerList.IPV4_BYTES;
    int size = peers.size();
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(PEER_ID).writeHex(peers.ids(), i * Bytes32.LENGTH, Bytes32.LENGTH);
      out.write(hashAndIp);
      if (i < ipv4) {
        writeAddress(out, peers.ipv4(), i * PeerList.IPV4_BYTES, PeerList.IPV4_BYTES);
      } else {
        writeAddress(out, peers.ipv6(), (i - ipv4) * PeerList.IPV6_BYTES, PeerList.IPV6_BYTES);
      }
      out.write(END_OF_PEER);
    }
  }

  /** Writes an address and its port, with the text between them. */
  static void writeAddress(ByteWriter out, byte[] from, int offset, int length) {
    int port = offset + length - Short.BYTES;
    out.writeIp(from, offset, length - Short.BYTES).write(PUBLIC_PORT);
    out.writeNumber(((from[port] & 0xFF) << 8) | (from[port + 1] & 0xFF));
  }
}
