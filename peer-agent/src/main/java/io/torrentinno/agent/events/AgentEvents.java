package io.torrentinno.agent.events;

import io.torrentinno.protocol.model.InfoHash;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes everything that happens to an agent. The last events are kept, so that a listener can
 * continue after a break. Safe for use by several threads. No method blocks, so event loops may
 * publish events.
 */
public final class AgentEvents {
  /** The most events in one delivery. */
  private static final int MOST_AT_A_TIME = 256;

  private final String epoch;
  private final Sampler sampler;
  private final Consumer<Runnable> later;
  private final Map<EventType, LongAdder> counts = new EnumMap<>(EventType.class);
  private final Set<InfoHash> moving = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile boolean ended;

  // The fields below are guarded by the lock.
  private final Object lock = new Object();
  private final EventRing ring;
  private final ProgressTable progress = new ProgressTable();
  private final Set<Subscription> ofAll = new LinkedHashSet<>();
  private final Map<InfoHash, Set<Subscription>> ofResource = new HashMap<>();

  /**
   * An object without events.
   *
   * @param epoch as in {@link EventId}
   * @param capacity how many events are kept; a power of two
   * @param later runs a task after the time between two ticks; each tick delivers progress
   */
  public AgentEvents(String epoch, int capacity, Sampler sampler, Consumer<Runnable> later) {
    this.epoch = epoch;
    this.ring = new EventRing(capacity);
    this.sampler = sampler;
    this.later = later;
    for (EventType type : EventType.values()) {
      counts.put(type, new LongAdder());
    }
  }

  /** Gives an event its number, and wakes the listeners that want it. */
  public void publish(AgentEvent event) {
    synchronized (lock) {
      if (event instanceof AgentEvent.Removed(InfoHash resource)) {
        progress.remove(resource);
      }
      long number = ring.append(event, progress.tick());
      add(EventType.of(event));
      InfoHash of = event.infoHash();
      deliver(ofAll, event, number);
      deliver(of == null ? Set.of() : ofResource.getOrDefault(of, Set.of()), event, number);
    }
  }

  private void add(EventType type) {
    Objects.requireNonNull(counts.get(type)).increment();
  }

  private static void deliver(Collection<Subscription> listeners, AgentEvent event, long number) {
    for (Subscription listener : listeners) {
      if (listener.filter.wants(event)) {
        if (listener.pending == 0) {
          listener.pending = number;
        }
        listener.call();
      }
    }
  }

  /** Records that the progress or the error of a resource has changed. The next tick reads both. */
  public void moved(InfoHash resource) {
    if (moving.add(resource) && !ended && ticking.compareAndSet(false, true)) {
      later.accept(this::tick);
    }
  }

  private void tick() {
    List<InfoHash> moved = List.copyOf(moving);
    if (moved.isEmpty() && mayRest()) {
      return;
    }
    try {
      if (!moved.isEmpty()) {
        look(moved);
      }
    } finally {
      if (!ended) {
        later.accept(this::tick);
      }
    }
  }

  /** Whether no resource has changed, so that the next change has to start the ticks again. */
  private boolean mayRest() {
    ticking.set(false);
    return moving.isEmpty() || !ticking.compareAndSet(false, true);
  }

  private void look(List<InfoHash> moved) {
    for (InfoHash resource : moved) {
      moving.remove(resource);
      look(resource);
    }
    add(EventType.PROGRESS);
    synchronized (lock) {
      progress.completeTick();
      call(ofAll);
      moved.forEach(resource -> call(ofResource.getOrDefault(resource, Set.of())));
    }
  }

  /** Under the lock, so that a resource that is removed meanwhile does not come back. */
  private void look(InfoHash resource) {
    synchronized (lock) {
      Sampler.Sample sample = sampler.sample(resource);
      if (sample != null && progress.moved(resource, sample)) {
        publish(new AgentEvent.FailureChanged(resource, sample.error()));
      }
    }
  }

  private static void call(Collection<Subscription> listeners) {
    for (Subscription listener : listeners) {
      if (listener.filter.wants(EventType.PROGRESS)) {
        listener.call();
      }
    }
  }

  /** Subscribes to the events from now on. */
  public Subscription subscribe(EventFilter filter) {
    synchronized (lock) {
      Subscription listener = new Subscription(this, filter);
      listener.tick = progress.tick();
      return add(listener);
    }
  }

  /**
   * Subscribes to the events after a known one. When not all of these are kept any more, the first
   * delivery is a {@link Delivery.Reset}.
   *
   * @param last the text of an {@link EventId}; null for none
   */
  public Subscription resume(EventFilter filter, @Nullable String last) {
    synchronized (lock) {
      Subscription listener = new Subscription(this, filter);
      Delivery.Cause cause = obstacle(last);
      if (cause != null) {
        listener.reset = new Delivery.Reset(new EventId(epoch, ring.last()), cause);
        listener.tick = progress.tick();
      } else {
        long number = EventId.parse(String.valueOf(last)).orElseThrow().number();
        listener.pending = ring.find(filter, number + 1);
        // The progress of the tick before the event may not have been delivered yet.
        listener.tick = number == 0 ? 0 : ring.tickOf(number) - 1;
      }
      return add(listener);
    }
  }

  private Delivery.@Nullable Cause obstacle(@Nullable String last) {
    if (last == null) {
      return Delivery.Cause.START;
    }
    Optional<EventId> id = EventId.parse(last);
    if (id.isEmpty()) {
      return Delivery.Cause.UNKNOWN_ID;
    }
    long number = id.get().number();
    if (!id.get().epoch().equals(epoch)) {
      return Delivery.Cause.RESTART;
    }
    if (number > ring.last()) {
      return Delivery.Cause.UNKNOWN_ID;
    }
    return number >= ring.first() || (number == 0 && ring.first() == 1)
        ? null
        : Delivery.Cause.BEHIND;
  }

  private Subscription add(Subscription listener) {
    if (listener.filter.resources().isEmpty()) {
      ofAll.add(listener);
    }
    for (InfoHash resource : listener.filter.resources()) {
      ofResource.computeIfAbsent(resource, _ -> new LinkedHashSet<>()).add(listener);
    }
    return listener;
  }

  void remove(Subscription listener) {
    synchronized (lock) {
      ofAll.remove(listener);
      for (InfoHash resource : listener.filter.resources()) {
        ofResource.computeIfPresent(
            resource,
            (_, others) -> {
              others.remove(listener);
              return others.isEmpty() ? null : others;
            });
      }
    }
  }

  Delivery poll(Subscription listener) {
    synchronized (lock) {
      listener.answered();
      if (ended) {
        return new Delivery.Ended(Delivery.Reason.AGENT_ENDS);
      }
      Delivery.Reset reset = listener.reset;
      if (reset != null) {
        listener.reset = null;
        return reset;
      }
      if (listener.pending != 0 && listener.pending < ring.first()) {
        return new Delivery.Ended(Delivery.Reason.TOO_SLOW);
      }
      return news(listener);
    }
  }

  private Delivery news(Subscription listener) {
    List<NumberedEvent> events =
        listener.pending == 0
            ? List.of()
            : ring.read(listener.filter, listener.pending, MOST_AT_A_TIME, epoch);
    if (!events.isEmpty()) {
      listener.pending = ring.find(listener.filter, events.getLast().id().number() + 1);
    }
    List<ResourceProgress> moved =
        listener.filter.wants(EventType.PROGRESS)
            ? progress.since(listener.tick, listener.filter)
            : List.of();
    listener.tick = progress.tick();
    return events.isEmpty() && moved.isEmpty()
        ? new Delivery.Nothing()
        : new Delivery.News(events, moved);
  }

  /** Ends all subscriptions. No events are delivered after this. */
  public void end() {
    synchronized (lock) {
      ended = true;
      ofAll.forEach(Subscription::call);
      ofResource.values().forEach(listeners -> listeners.forEach(Subscription::call));
    }
  }

  /** The number of events of a type; for progress the number of ticks. */
  public long count(EventType type) {
    return Objects.requireNonNull(counts.get(type)).sum();
  }
}
