package io.torrentinno.agent.api.bans;

import io.torrentinno.agent.resource.view.BanStatus;
import org.jspecify.annotations.Nullable;

/**
 * A banned peer in JSON.
 *
 * @param address where it listens; null when that is unknown
 * @param remaining seconds, rounded up
 */
record BanView(
    String peerId, String infoHash, @Nullable String address, String reason, long remaining) {
  static BanView of(BanStatus ban) {
    return new BanView(
        ban.peerId().toString(),
        ban.infoHash().toString(),
        ban.address() == null ? null : ban.address().toString(),
        ban.reason(),
        ban.remaining().plusSeconds(1).minusNanos(1).toSeconds());
  }
}
