package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import java.util.EnumSet;
import java.util.Set;

/**
 * The events that a listener wants.
 *
 * @param resources only events of these resources; when empty, all events
 * @param types only events of these types; when empty, events of all types
 */
public record EventFilter(Set<InfoHash> resources, Set<EventType> types) {
  /** Wants all events. */
  public static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

  public EventFilter {
    resources = Set.copyOf(resources);
    types = types.isEmpty() ? EnumSet.allOf(EventType.class) : EnumSet.copyOf(types);
  }

  /** Whether the filter wants events of a type, if their resource is wanted, too. */
  boolean wants(EventType type) {
    return types.contains(type);
  }

  boolean wants(AgentEvent event) {
    InfoHash of = event.infoHash();
    return wants(EventType.of(event))
        && (resources.isEmpty() || (of != null && resources.contains(of)));
  }

  boolean wantsProgressOf(InfoHash resource) {
    return resources.isEmpty() || resources.contains(resource);
  }
}
