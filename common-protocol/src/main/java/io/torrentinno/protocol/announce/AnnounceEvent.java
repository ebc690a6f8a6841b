package io.torrentinno.protocol.announce;

import org.jspecify.annotations.Nullable;

/** Why a peer announces. */
public enum AnnounceEvent {
  /** Nothing new: it is still there. Has no form on the wire. */
  NONE("none"),
  /** The first announce of a run. */
  STARTED("started"),
  /** It has just gained the last piece. */
  COMPLETED("completed"),
  /** It leaves: the tracker forgets it at once. */
  STOPPED("stopped");

  private final String text;

  AnnounceEvent(String text) {
    this.text = text;
  }

  /** The event that is written {@code text}; null when there is none. */
  static @Nullable AnnounceEvent parse(String text) {
    return switch (text) {
      case "started" -> STARTED;
      case "completed" -> COMPLETED;
      case "stopped" -> STOPPED;
      default -> null;
    };
  }

  /** How it is written: lower case. */
  @Override
  public String toString() {
    return text;
  }
}
