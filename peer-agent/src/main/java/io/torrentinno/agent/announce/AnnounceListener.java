package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceResponse;

/**
 * Hears what comes of a resource's announces, on a thread that others wait for: it is to return
 * soon. A call may still come shortly after the announcer was stopped.
 */
public interface AnnounceListener {
  /** The tracker answered. */
  void answered(AnnounceResponse response);

  /** An announce failed; the next one follows by itself. */
  void failed(AnnounceFailure failure);
}
