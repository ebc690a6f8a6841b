package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tracker answers.
 *
 * @param infoHash the resource that was announced
 * @param peers others that take part in it, in no order
 * @param interval how long to wait before the next announce, in whole seconds, at least one; null
 *     from a TI/1 tracker
 * @param size how many peers the tracker knows, listed above or not; null from a TI/1 tracker
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
}
