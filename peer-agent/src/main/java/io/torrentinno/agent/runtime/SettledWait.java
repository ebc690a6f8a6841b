package io.torrentinno.agent.runtime;

import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.Delivery;
import io.torrentinno.agent.events.EventFilter;
import io.torrentinno.agent.events.EventType;
import io.torrentinno.agent.events.Subscription;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.protocol.model.InfoHash;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * Waits until resources are settled.
 *
 * @param states returns the state of a resource; throws when there is no such resource
 */
record SettledWait(AgentEvents events, Function<InfoHash, ResourceState> states) {
  /** Waits for at most this time; less when the agent ends, or the thread is interrupted. */
  void await(InfoHash infoHash, Duration most) {
    EventFilter own = new EventFilter(Set.of(infoHash), Set.of(EventType.STATE, EventType.REMOVED));
    long end = System.nanoTime() + most.toNanos();
    try (Subscription changes = events.subscribe(own)) {
      boolean over = false;
      while (!over && !states.apply(infoHash).isSettled()) {
        over =
            switch (changes.next(Duration.ofNanos(end - System.nanoTime()))) {
              case Delivery.Nothing _, Delivery.Ended _ -> true;
              case Delivery.News _, Delivery.Reset _ -> false;
            };
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
