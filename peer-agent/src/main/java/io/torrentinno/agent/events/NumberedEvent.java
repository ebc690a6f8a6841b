package io.torrentinno.agent.events;

/** An event, and the id with which a listener can go on after it. */
public record NumberedEvent(EventId id, AgentEvent event) {
  public EventType type() {
    return EventType.of(event);
  }
}
