package io.torrentinno.agent.events;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types of events. */
public enum EventType {
  ADDED,
  STATE,
  REMOVED,
  FAILURE,
  BAN,
  BAN_END,
  SETTINGS,
  PROGRESS;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  static EventType of(AgentEvent event) {
    return switch (event) {
      case AgentEvent.Added _ -> ADDED;
      case AgentEvent.StateChanged _ -> STATE;
      case AgentEvent.Removed _ -> REMOVED;
      case AgentEvent.FailureChanged _ -> FAILURE;
      case AgentEvent.Banned _ -> BAN;
      case AgentEvent.BanEnded _ -> BAN_END;
      case AgentEvent.SettingsChanged _ -> SETTINGS;
    };
  }

  /** The type with this label. */
  public static Optional<EventType> labelled(String label) {
    return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
  }

  /** The name of the type in the REST API, such as {@code ban-end}. */
  public String label() {
    return label;
  }
}
