package io.torrentinno.agent.events;

/** An event and the number by which listening can be resumed after it. */
public record NumberedEvent(EventId id, AgentEvent event) {
  public EventType type() {
    return EventType.of(event);
  }
}
