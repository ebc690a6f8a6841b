package io.torrentinno.agent.content.check;

import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.Urgency;

/**
 * The work of a check, if the file has to be read.
 *
 * @param urgency decides when the check gets its turn
 * @param cancellation ends the check, also while it waits for its turn
 * @param progress receives the progress
 */
public record CheckRequest(Urgency urgency, Cancellation cancellation, ProgressListener progress) {
  /** A check for which a person waits, and which nothing ends. */
  public static CheckRequest of(ProgressListener progress) {
    return new CheckRequest(Urgency.PERSON, new Cancellation(), progress);
  }
}
