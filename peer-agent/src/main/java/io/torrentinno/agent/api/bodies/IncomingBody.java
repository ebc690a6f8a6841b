package io.torrentinno.agent.api.bodies;

/** The body of a request while it arrives. Safe for use by several threads. */
public interface IncomingBody {
  /** The body of the request that a thread serves. */
  ScopedValue<IncomingBody> CURRENT = ScopedValue.newInstance();

  /**
   * By how much the client exceeds its time, which is shorter while other requests wait for their
   * turn.
   *
   * @return nanoseconds; not above zero if the client is fast enough, or is not waited for now
   */
  long nanosLate();

  /**
   * Ends the body if the server waits for its client now: the thread that reads it fails with
   * {@link BodyRefused}. The caller makes sure that the request does not end meanwhile.
   *
   * @return whether it ends
   */
  boolean giveWay();

  /**
   * Ends the body for other callers, however fast it comes: the thread that reads it fails, if it
   * reads on. The caller sees to it that the request does not end meanwhile.
   *
   * @return whether it ends; false when nothing of it has come and its client is not waited for
   */
  boolean giveWayToOthers();
}
