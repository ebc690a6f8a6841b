package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceResponse;

/**
 * Receives the results of a resource's announces, on a thread that others wait for, so it must
 * return soon. A call may still come shortly after the announcer was stopped.
 */
public interface AnnounceListener {
  /** The tracker answered. */
  void answered(AnnounceResponse response);

  /**
   * The tracker answered and does not list this peer; the next announce asks for it again.
   *
   * @param why for people
   */
  void unlisted(AnnounceResponse response, String why);

  /** An announce failed; the next one follows by itself. */
  void failed(AnnounceFailure failure);
}
