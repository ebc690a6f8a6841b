package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which events a listener wants.
 *
 * @param resources those of these resources; when empty, those of all and those that concern none
 * @param types of these types; when empty, of all types
 */
public record EventFilter(Set<InfoHash> resources, Set<EventType> types) {
  /** Wants everything. */
  public static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

  public EventFilter {
    resources = Set.copyOf(resources);
    types = types.isEmpty() ? EnumSet.allOf(EventType.class) : EnumSet.copyOf(types);
  }

  /** Whether it wants an event, if that is of a resource that it wants. */
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
