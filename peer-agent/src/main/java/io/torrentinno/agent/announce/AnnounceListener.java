package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceResponse;

/**
 * Hears what comes of a resource's announces, on a thread that others wait for: it is to return
 * soon. A call may still come shortly after the announcer was stopped.
 */
public interface AnnounceListener {
  /** The tracker answered. */
  void answered(AnnounceResponse response);

  /**
   * The tracker answered and names this peer to nobody; it is asked to at the next announce.
   *
   * @param why for people
   */
  void unlisted(AnnounceResponse response, String why);

  /** An announce failed; the next one follows by itself. */
  void failed(AnnounceFailure failure);
}
