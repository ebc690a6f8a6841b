package io.torrentinno.protocol.announce;

import org.jspecify.annotations.Nullable;

/** The reason for an announce. */
public enum AnnounceEvent {
  /** The peer still takes part. This event is not written in an announce. */
  NONE("none"),
  /** The first announce of a run. */
  STARTED("started"),
  /** The peer has just verified its last piece. */
  COMPLETED("completed"),
  /** The peer leaves: the tracker removes it at once. */
  STOPPED("stopped");

  private final String text;

  AnnounceEvent(String text) {
    this.text = text;
  }

  /** The event that is written as {@code text}; null when there is none. */
  static @Nullable AnnounceEvent parse(String text) {
    return switch (text) {
      case "started" -> STARTED;
      case "completed" -> COMPLETED;
      case "stopped" -> STOPPED;
      default -> null;
    };
  }

  /** The text form: lower case. */
  @Override
  public String toString() {
    return text;
  }
}
