package io.torrentinno.agent.api.bodies;

import java.time.Duration;

/** How many bodies of each kind are read at a time. */
final class BodyTurns {
  private final TurnQueue small;
  private final TurnQueue manifests;
  private final TurnQueue uploads;
  private final Duration maxWait;

  BodyTurns(BodySettings settings) {
    small = new TurnQueue(settings.small());
    manifests = new TurnQueue(settings.manifests());
    uploads = new TurnQueue(settings.uploads());
    maxWait = settings.maxWait();
  }

  /**
   * Waits for a turn, which the caller closes when the body has been read.
   *
   * @param caller whose body it is
   * @throws BodyRefused when no turn comes in time, or the highest number of requests waits already
   */
  TurnQueue.Turn await(BodyKind kind, IncomingBody body, String caller) throws BodyRefused {
    TurnQueue turns =
        switch (kind) {
          case SMALL -> small;
          case MANIFEST, BATCH -> manifests;
          case UPLOAD -> uploads;
        };
    return turns.await(body, caller, maxWait);
  }
}
