package io.torrentinno.agent.selection;

import java.util.Locale;

/** Whether and when a file is fetched. */
public enum FilePriority {
  /** It is not fetched. */
  SKIP,
  NORMAL,
  /** Before the others. */
  HIGH;

  /** As calls and answers name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
