package io.torrentinno.agent.content.check;

import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.Urgency;

/**
 * How a file is to be checked, should it have to be read.
 *
 * @param urgency when its turn is
 * @param cancellation ends it, also while it waits for its turn
 * @param progress told how far it has come
 */
public record CheckRequest(Urgency urgency, Cancellation cancellation, ProgressListener progress) {
  /** One that a person waits for and that nothing ends. */
  public static CheckRequest of(ProgressListener progress) {
    return new CheckRequest(Urgency.PERSON, new Cancellation(), progress);
  }
}
