package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A peer that is kept out of one resource's swarm.
 *
 * @param address where the peer listens; absent when that is not known
 * @param reason why it is kept out: lower case, words joined by hyphens
 * @param remaining the time until the ban ends
 */
public record BanStatus(
    PeerId peerId,
    InfoHash infoHash,
    @Nullable PeerAddress address,
    String reason,
    Duration remaining) {
  public static BanStatus of(Ban ban, InfoHash infoHash, long now) {
    return new BanStatus(
        ban.peer(),
        infoHash,
        ban.address(),
        ban.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        Duration.ofNanos(ban.until() - now));
  }
}
