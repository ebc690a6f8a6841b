package io.torrentinno.tracker.http.endpoints;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.tracker.http.message.AsciiBytes;
import io.torrentinno.tracker.http.message.ByteWriter;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.Unlisted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the answer to {@code POST /peers/batch}. */
final class BatchAnswer {
  private static final byte[] INTERVAL = AsciiBytes.of("{\"interval\":");
  private static final byte[] ANNOUNCES = AsciiBytes.of(",\"announces\":[");
  private static final byte[] UNLISTED = AsciiBytes.of("{\"unlisted\":\"");
  private static final byte[] SEEDERS_BEHIND_UNLISTED = AsciiBytes.of("\",\"seeders\":");
  private static final byte[] SEEDERS = AsciiBytes.of("{\"seeders\":");
  private static final byte[] LEECHERS = AsciiBytes.of(",\"leechers\":");
  private static final byte[] PEERS = AsciiBytes.of(",\"peers\":[");
  private static final byte[] PEER_ID = AsciiBytes.of("{\"peerId\":\"");
  private static final byte[] PUBLIC_IP = AsciiBytes.of("\",\"publicIp\":\"");
  private static final byte[] END_OF_PEER = AsciiBytes.of("\"}");
  private static final byte[] END_OF_LIST = AsciiBytes.of("]}");

  private BatchAnswer() {}

  /**
   * Writes the answer.
   *
   * @param entries of the request
   * @param answers to the entries, in the same order
   */
  static ByteWriter write(List<BatchRequest.Entry> entries, List<Answer> answers) {
    ByteWriter out = ByteWriter.begin();
    out.write(INTERVAL).writeNumber(answers.getFirst().interval().toSeconds()).write(ANNOUNCES);
    for (int i = 0; i < answers.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      boolean stopped = entries.get(i).event() == AnnounceEvent.STOPPED;
      writeResult(out, answers.get(i), stopped);
    }
    return out.write(END_OF_LIST);
  }

  private static void writeResult(ByteWriter out, Answer answer, boolean stopped) {
    SwarmCounts counts = answer.selection().counts();
    String unlisted = stopped ? "stopped" : word(answer.selection().reached());
    if (unlisted == null) {
      out.write(SEEDERS);
    } else {
      out.write(UNLISTED).write(AsciiBytes.of(unlisted)).write(SEEDERS_BEHIND_UNLISTED);
    }
    out.writeNumber(counts.seeders()).write(LEECHERS).writeNumber(counts.leechers());
    PeerList peers = answer.selection().peers();
    if (peers.size() > 0) {
      writePeers(out, peers);
      out.write(']');
    }
    out.write('}');
  }

  private static @Nullable String word(@Nullable Unlisted reached) {
    return switch (reached) {
      case null -> null;
      case SWARMS -> "swarms";
      case PEERS_PER_SWARM -> "peers-per-swarm";
      case PEERS_PER_ADDRESS -> "peers-per-address";
      case PEER_ID -> "peer-id";
    };
  }

  private static void writePeers(ByteWriter out, PeerList peers) {
    int ipv4 = peers.ipv4().length / PeerList.IPV4_BYTES;
    out.write(PEERS);
    for (int i = 0; i < peers.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(PEER_ID).writeHex(peers.ids(), i * Bytes32.LENGTH, Bytes32.LENGTH);
      out.write(PUBLIC_IP);
      if (i < ipv4) {
        JsonAnswer.writeAddress(out, peers.ipv4(), i * PeerList.IPV4_BYTES, PeerList.IPV4_BYTES);
      } else {
        JsonAnswer.writeAddress(
            out, peers.ipv6(), (i - ipv4) * PeerList.IPV6_BYTES, PeerList.IPV6_BYTES);
      }
      out.write(END_OF_PEER);
    }
  }
}
