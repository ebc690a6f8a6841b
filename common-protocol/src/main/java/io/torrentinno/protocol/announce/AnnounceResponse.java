package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a tracker.
 *
 * @param infoHash the resource that was announced
 * @param peers other peers of the resource, in no order
 * @param interval the time until the next announce, in whole seconds, at least one; null from a
 *     TI/1 tracker
 * @param size how many peers the tracker knows, in this answer or not; null from a TI/1 tracker
 */
public record AnnounceResponse(
    InfoHash infoHash,
    List<AnnouncedPeer> peers,
    @Nullable Duration interval,
    @Nullable SwarmSize size) {
  public AnnounceResponse {
    peers = List.copyOf(peers);
    if (interval != null && interval.toSeconds() < 1) {
      throw new IllegalArgumentException("interval is too short: " + interval);
    }
  }

  /**
   * Whether as many peers are listed as there are leechers. In an answer to a seeder these are all
   * leechers, because a tracker that counts peers lists no seeder to a seeder.
   */
  public boolean listsAllLeechers() {
    return size != null && size.leechers() == peers.size();
  }
}
