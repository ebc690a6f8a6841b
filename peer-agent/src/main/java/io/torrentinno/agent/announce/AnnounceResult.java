package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceResponse;

/** What came of one announce. */
sealed interface AnnounceResult {
  /**
   * The tracker took it.
   *
   * @param event that was announced
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

  /** Nobody expected what happened; the log says it. */
  record Broken() implements AnnounceResult {}
}
