package io.torrentinno.agent.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an event.
 *
 * @param epoch identifies the run of the agent, because numbers of two runs cannot be compared; 1
 *     to 32 letters and digits
 * @param number counts the events of this run from 1; 0 is before the first event
 */
public record EventId(String epoch, long number) {
  private static final Pattern TEXT = Pattern.compile("([0-9A-Za-z]{1,32})-([0-9]{1,18})");

  /** The id that {@link #toString} has written; empty for any other text. */
  public static Optional<EventId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new EventId(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** Epoch and number, such as {@code 9f3c21d0-17}. */
  @Override
  public String toString() {
    return epoch + "-" + number;
  }
}
