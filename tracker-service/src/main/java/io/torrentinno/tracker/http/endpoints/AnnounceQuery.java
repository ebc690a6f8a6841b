package io.torrentinno.tracker.http.endpoints;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.tracker.gateway.AnnounceEvents;
import io.torrentinno.tracker.http.message.AsciiBytes;
import io.torrentinno.tracker.http.message.HttpFault;
import io.torrentinno.tracker.http.message.Problem;
import io.torrentinno.tracker.http.message.QueryValues;
import java.net.InetAddress;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The query of an announce of BEP 3, with the additions of BEP 23 and BEP 7.
 *
 * @param port 1 to 65535; 0 when other peers cannot connect to the peer
 * @param left bytes that the peer lacks; negative or the largest number when it does not say
 * @param stated the address that the peer names; null when it names none
 * @param key shows, with a later announce, that both come from the same peer; 0 for none
 * @param compact whether it accepts addresses as bytes
 * @param withIds whether it wants ids in answers that are not compact
 */
record AnnounceQuery(
    Bytes32 infoHash,
    Bytes32 peerId,
    int port,
    long left,
    AnnounceEvent event,
    OptionalInt wanted,
    @Nullable InetAddress stated,
    int key,
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

  /** Whether the peer has every piece; a peer that does not say is a leecher. */
  boolean isSeeder() {
    return AnnounceEvents.isSeeder(event, left);
  }

  /**
   * The fields that have been read. The fields that identify the peer must be valid and not
   * contradict each other. Of all other fields, the first usable value counts.
   */
  private static final class Fields {
    private static final byte[] INFO_HASH = AsciiBytes.of("info_hash");
    private static final byte[] PEER_ID = AsciiBytes.of("peer_id");
    private static final byte[] PORT = AsciiBytes.of("port");
    private static final byte[] CRYPTO_PORT = AsciiBytes.of("cryptoport");
    private static final byte[] LEFT = AsciiBytes.of("left");
    private static final byte[] EVENT = AsciiBytes.of("event");
    private static final byte[] NUMWANT = AsciiBytes.of("numwant");
    private static final byte[] IP = AsciiBytes.of("ip");
    private static final byte[] COMPACT = AsciiBytes.of("compact");
    private static final byte[] NO_PEER_ID = AsciiBytes.of("no_peer_id");
    private static final byte[] KEY = AsciiBytes.of("key");
    private static final byte[] NO = AsciiBytes.of("0");
    private static final byte[] YES = AsciiBytes.of("1");
    private static final long MOST_PORTS = 65535;
    private static final int UNSAID = -1;

    private @Nullable Bytes32 infoHash;
    private @Nullable Bytes32 peerId;
    private int port = UNSAID;
    private int cryptoPort;
    private long left = UNSAID;
    private AnnounceEvent event = AnnounceEvent.NONE;
    private OptionalInt wanted = OptionalInt.empty();
    private @Nullable InetAddress stated;
    private int key;
    private boolean compact = true;
    private boolean withIds = true;

    void take(QueryValues query) throws HttpFault {
      if (query.is(INFO_HASH)) {
        infoHash = once(infoHash, query.id("info_hash"), "info_hash");
      } else if (query.is(PEER_ID)) {
        peerId = once(peerId, query.id("peer_id"), "peer_id");
      } else if (query.is(PORT)) {
        takePort(query.number());
      } else if (query.is(CRYPTO_PORT)) {
        long number = query.number();
        boolean usable = number >= 0 && number <= MOST_PORTS;
        cryptoPort = cryptoPort == 0 && usable ? (int) number : cryptoPort;
      } else if (query.is(LEFT)) {
        left = AnnounceEvents.isKnown(left) ? left : query.number();
      } else if (query.is(EVENT)) {
        event = event == AnnounceEvent.NONE ? event(query) : event;
      } else if (query.is(NUMWANT)) {
        takeWanted(query.number());
      } else if (query.is(COMPACT)) {
        compact = !query.says(NO);
      } else if (query.is(NO_PEER_ID)) {
        withIds = !query.says(YES);
      } else if (query.is(IP)) {
        stated = stated == null ? query.address() : stated;
      } else if (query.is(KEY)) {
        key = key == 0 ? query.key() : key;
      }
    }

    private static Bytes32 once(@Nullable Bytes32 before, Bytes32 now, String what)
        throws HttpFault {
      if (before != null && !before.equals(now)) {
        throw new HttpFault(Problem.DUPLICATE_FIELD, what + " is there twice");
      }
      return now;
    }

    private void takePort(long number) throws HttpFault {
      if (number < 0 || number > MOST_PORTS) {
        throw new HttpFault(Problem.INVALID_FIELD, "port is not a number up to 65535");
      }
      if (port != UNSAID && port != number) {
        throw new HttpFault(Problem.DUPLICATE_FIELD, "port is there twice");
      }
      port = (int) number;
    }

    private void takeWanted(long number) {
      if (number >= 0 && wanted.isEmpty()) {
        wanted = OptionalInt.of((int) Math.min(number, Integer.MAX_VALUE));
      }
    }

    /**
     * Some clients send an empty value for no event, others send other words; both count as no
     * event.
     */
    private static AnnounceEvent event(QueryValues query) {
      return switch (query.text()) {
        case "started" -> AnnounceEvent.STARTED;
        case "completed" -> AnnounceEvent.COMPLETED;
        case "stopped" -> AnnounceEvent.STOPPED;
        default -> AnnounceEvent.NONE;
      };
    }

    AnnounceQuery announce() throws HttpFault {
      Bytes32 swarm = infoHash;
      Bytes32 peer = peerId;
      if (swarm == null || peer == null) {
        String missing = swarm == null ? "info_hash" : "peer_id";
        throw new HttpFault(Problem.MISSING_FIELD, missing + " is missing");
      }
      int listens = port > 0 ? port : cryptoPort;
      return new AnnounceQuery(
          swarm, peer, listens, left, event, wanted, stated, key, compact, withIds);
    }
  }
}
