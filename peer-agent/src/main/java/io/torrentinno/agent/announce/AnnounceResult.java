package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceResponse;

/** The result of one announce. */
sealed interface AnnounceResult {
  /**
   * The tracker accepted it.
   *
   * @param event the event that was announced
   */
  record Answered(AnnounceEvent event, AnnounceResponse response) implements AnnounceResult {}

  /**
   * The tracker answered and does not list this peer.
   *
   * @param why for people
   */
  record Unlisted(AnnounceResponse response, String why) implements AnnounceResult {}

  /** The tracker did not take it. */
  record Failed(AnnounceFailure failure) implements AnnounceResult {}

  /** An unexpected failure, which the log has. */
  record Broken() implements AnnounceResult {}
}
