package io.torrentinno.tracker.http;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.model.Bytes32;
import java.net.InetAddress;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The query of an announce of BEP 3, with what BEP 23 and BEP 7 added.
 *
 * @param port 1 to 65535
 * @param left bytes that the peer lacks; negative when it does not say
 * @param stated the address that it says it has; null when it does not
 * @param compact whether it takes addresses as bytes
 * @param withIds whether it wants ids where it does not
 */
record AnnounceQuery(
    Bytes32 infoHash,
    Bytes32 peerId,
    int port,
    long left,
    AnnounceEvent event,
    OptionalInt wanted,
    @Nullable InetAddress stated,
    boolean compact,
    boolean withIds) {

  static AnnounceQuery read(byte[] bytes, int start, int end) throws HttpFault {
    Fields fields = new Fields();
    QueryValues query = new QueryValues(bytes, start, end);
    while (query.next()) {
      fields.take(query);
    }
    return fields.announce();
  }

  /** Whether the peer has all there is; one that does not say lacks something. */
  boolean isSeeder() {
    return left == 0 || (event == AnnounceEvent.COMPLETED && left < 0);
  }

  private static final class Fields {
    private static final byte[] INFO_HASH = AsciiBytes.of("info_hash");
    private static final byte[] PEER_ID = AsciiBytes.of("peer_id");
    private static final byte[] PORT = AsciiBytes.of("port");
    private static final byte[] LEFT = AsciiBytes.of("left");
    private static final byte[] EVENT = AsciiBytes.of("event");
    private static final byte[] NUMWANT = AsciiBytes.of("numwant");
    private static final byte[] IP = AsciiBytes.of("ip");
    private static final byte[] COMPACT = AsciiBytes.of("compact");
    private static final byte[] NO_PEER_ID = AsciiBytes.of("no_peer_id");
    private static final byte[] NO = AsciiBytes.of("0");
    private static final byte[] YES = AsciiBytes.of("1");
    private static final byte[] UNLIMITED = AsciiBytes.of("-1");
    private static final int MOST_PORTS = 65535;

    private @Nullable Bytes32 infoHash;
    private @Nullable Bytes32 peerId;
    private int port;
    private long left = -1;
    private AnnounceEvent event = AnnounceEvent.NONE;
    private OptionalInt wanted = OptionalInt.empty();
    private @Nullable InetAddress stated;
    private boolean compact = true;
    private boolean withIds = true;

    void take(QueryValues query) throws HttpFault {
      if (query.is(INFO_HASH)) {
        infoHash = query.id("info_hash");
      } else if (query.is(PEER_ID)) {
        peerId = query.id("peer_id");
      } else if (query.is(PORT)) {
        port = (int) Math.min(query.number("port"), MOST_PORTS + 1);
      } else if (query.is(LEFT)) {
        left = query.number("left");
      } else if (query.is(EVENT)) {
        event = event(query.text());
      } else if (query.is(NUMWANT) && !query.says(UNLIMITED)) {
        wanted = OptionalInt.of((int) Math.min(query.number("numwant"), Integer.MAX_VALUE));
      } else if (query.is(COMPACT)) {
        compact = !query.says(NO);
      } else if (query.is(NO_PEER_ID)) {
        withIds = !query.says(YES);
      } else if (query.is(IP)) {
        stated = query.address("ip");
      }
    }

    /** Clients write none as nothing at all; some write other words, which mean nothing here. */
    private static AnnounceEvent event(String text) {
      return switch (text) {
        case "started" -> AnnounceEvent.STARTED;
        case "completed" -> AnnounceEvent.COMPLETED;
        case "stopped" -> AnnounceEvent.STOPPED;
        default -> AnnounceEvent.NONE;
      };
    }

    AnnounceQuery announce() throws HttpFault {
      Bytes32 swarm = infoHash;
      Bytes32 peer = peerId;
      if (swarm == null || peer == null || port == 0) {
        String missing = swarm == null ? "info_hash" : peer == null ? "peer_id" : "port";
        throw new HttpFault(Problem.MISSING_FIELD, missing + " is missing");
      }
      if (port > MOST_PORTS) {
        throw new HttpFault(Problem.INVALID_FIELD, "port is not between 1 and 65535");
      }
      return new AnnounceQuery(swarm, peer, port, left, event, wanted, stated, compact, withIds);
    }
  }
}
