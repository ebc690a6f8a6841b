package io.torrentinno.agent.api.events;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.server.ServedConnection;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.Delivery;
import io.torrentinno.agent.events.Subscription;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The listeners to events. Each has a virtual thread, which waits most of the time. */
@Component
final class EventListeners {
  /** Listeners get one connection in this many; the rest remains for calls. */
  private static final int SHARE = 4;

  /** The time that the end of the agent waits for listeners that read nothing. */
  private static final long PARTING_MILLIS = 300;

  /** Why a listener has ended. */
  enum Ending {
    GONE,
    TOO_SLOW,
    AGENT_ENDS,
    TOKEN_ENDED,
    REFUSED
  }

  private record Listener(ServedConnection connection, CompletableFuture<Void> over) {}

  private final AgentEvents events;
  private final EventSettings settings;
  private final Semaphore places;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Map<Ending, LongAdder> endings = new EnumMap<>(Ending.class);

  EventListeners(
      AgentEvents events,
      EventSettings settings,
      @Value("${server.tomcat.max-connections:8192}") int connections) {
    this.events = events;
    this.settings = settings;
    for (Ending ending : Ending.values()) {
      endings.put(ending, new LongAdder());
    }
    places = new Semaphore(Math.clamp(connections / SHARE, 1, settings.listeners()));
  }

  /**
   * Delivers events until the listener or the agent ends. For the thread of a request.
   *
   * @param mayListen is asked before each delivery; false ends the stream
   * @throws RequestRefused when there are too many listeners; nothing is written then
   */
  void serve(Subscription subscription, BooleanSupplier mayListen, EventWriter writer) {
    if (!places.tryAcquire()) {
      add(Ending.REFUSED);
      throw new RequestRefused(Problem.BUSY, "too many listeners are connected");
    }
    Listener listener = new Listener(ServedConnection.current(), new CompletableFuture<>());
    listeners.add(listener);
    try {
      add(deliver(subscription, mayListen, writer));
    } finally {
      listeners.remove(listener);
      listener.over.complete(null);
      places.release();
    }
  }

  private Ending deliver(Subscription subscription, BooleanSupplier mayListen, EventWriter writer) {
    try {
      writer.begin();
      while (true) {
        Delivery delivery = subscription.next(settings.keepAlive());
        if (!mayListen.getAsBoolean()) {
          writer.end(Ending.TOKEN_ENDED);
          return Ending.TOKEN_ENDED;
        }
        writer.write(delivery);
        if (delivery instanceof Delivery.Ended(Delivery.Reason reason)) {
          return switch (reason) {
            case TOO_SLOW -> Ending.TOO_SLOW;
            case AGENT_ENDS -> Ending.AGENT_ENDS;
          };
        }
      }
    } catch (IOException e) {
      return takesNothing(e) ? Ending.TOO_SLOW : Ending.GONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Ending.AGENT_ENDS;
    }
  }

  private void add(Ending ending) {
    Objects.requireNonNull(endings.get(ending)).increment();
  }

  private static boolean takesNothing(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** The web server waits for its requests, so listeners that can't be written to are cut off. */
  @EventListener(ContextClosedEvent.class)
  void end() throws InterruptedException {
    events.end();
    List<Listener> left = List.copyOf(listeners);
    try {
      CompletableFuture.allOf(
              left.stream().map(Listener::over).toArray(CompletableFuture<?>[]::new))
          .get(PARTING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      left.stream().filter(it -> !it.over.isDone()).forEach(it -> it.connection.breakOff());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a listener's end does not fail", e);
    }
  }

  /** How many listeners there are now. */
  int count() {
    return listeners.size();
  }

  /** How many listeners have ended for this reason. */
  long count(Ending ending) {
    return Objects.requireNonNull(endings.get(ending)).sum();
  }
}
