package io.torrentinno.agent.api.events;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.EventType;
import org.springframework.stereotype.Component;

/** Counts events and listeners, as {@code specs/events.md} says. */
@Component
final class EventMetrics implements MeterBinder {
  private final AgentEvents events;
  private final EventListeners listeners;

  EventMetrics(AgentEvents events, EventListeners listeners) {
    this.events = events;
    this.listeners = listeners;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("torrentinno.agent.event.listeners", listeners, EventListeners::count)
        .description("Listeners to events")
        .register(registry);
    for (EventListeners.Ending ending : EventListeners.Ending.values()) {
      FunctionCounter.builder(
              "torrentinno.agent.event.listeners.ended", listeners, it -> it.count(ending))
          .description("Listeners that have ended, or were refused")
          .tag("reason", EventWriter.label(ending))
          .register(registry);
    }
    for (EventType type : EventType.values()) {
      FunctionCounter.builder("torrentinno.agent.events", events, it -> it.count(type))
          .description("Events; for progress, how many times values had changed")
          .tag("type", type.label())
          .register(registry);
    }
  }
}
