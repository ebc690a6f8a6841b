package io.torrentinno.protocol.announce.batch;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.PeerDetails;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.util.List;
import java.util.OptionalInt;

/**
 * The announces of several resources of one peer.
 *
 * @param entries 1 to {@value #MAX_ENTRIES}, which take effect in their order
 */
public record BatchRequest(
    PeerId peerId, PeerAddress address, PeerDetails details, List<Entry> entries) {
  /** The most entries of a batch: written without white space, this many fit into 64 KiB. */
  public static final int MAX_ENTRIES = 256;

  /** The most peers that an entry gets. */
  public static final int MAX_PEERS_OF_ENTRY = 50;

  public BatchRequest {
    entries = List.copyOf(entries);
    if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("a batch cannot have " + entries.size() + " entries");
    }
  }

  /**
   * The announce of one resource.
   *
   * @param numWant how many peers the peer wants to get, at least 0; empty: none
   */
  public record Entry(
      InfoHash infoHash, AnnounceEvent event, Progress progress, OptionalInt numWant) {
    public Entry {
      if (numWant.orElse(0) < 0) {
        throw new IllegalArgumentException("numWant is negative: " + numWant);
      }
    }
  }

  /** An entry as a single announce. */
  public AnnounceRequest announce(Entry entry) {
    return new AnnounceRequest(
        new AnnouncedPeer(peerId, entry.infoHash, address),
        entry.event,
        entry.progress,
        OptionalInt.of(entry.numWant.orElse(0)),
        details);
  }
}
