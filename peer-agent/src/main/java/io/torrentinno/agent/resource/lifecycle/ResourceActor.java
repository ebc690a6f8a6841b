package io.torrentinno.agent.resource.lifecycle;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives one resource's {@link Lifecycle}: takes events one at a time, and passes the effects to
 * their handler. Any thread may post events.
 */
public final class ResourceActor {
  private final Lifecycle lifecycle;
  private final Mailbox mailbox;
  private final EffectHandler handler;
  private final LongSupplier clock;
  private volatile Phase phase;
  private volatile @Nullable Failure unsaved;

  /**
   * An actor before its first event.
   *
   * @param clock nanoseconds, never going back
   */
  public ResourceActor(
      Lifecycle lifecycle, Mailbox mailbox, EffectHandler handler, LongSupplier clock) {
    this.lifecycle = lifecycle;
    this.mailbox = mailbox;
    this.handler = handler;
    this.clock = clock;
    phase = lifecycle.phase();
  }

  /** The phase after the last event. Any thread may call this. */
  public Phase phase() {
    return phase;
  }

  /** Why the last choice is not stored; null when it is. Any thread may call this. */
  public @Nullable Failure unsaved() {
    return unsaved;
  }

  /** The number of the present run. To be called in a turn of the mailbox. */
  public int run() {
    return lifecycle.run();
  }

  /** Takes an event in its own turn; returns at once. */
  public void post(Event event) {
    mailbox.post(() -> handle(event));
  }

  /** Takes an event. To be called in a turn of the mailbox. */
  public void handle(Event first) {
    Queue<Event> events = new ArrayDeque<>();
    events.add(first);
    for (Event event = events.poll(); event != null; event = events.poll()) {
      for (Effect effect : lifecycle.on(event, clock.getAsLong())) {
        Event outcome = perform(effect);
        if (outcome != null) {
          events.add(outcome);
        }
      }
    }
    if (!Objects.equals(unsaved, lifecycle.unsaved())) {
      unsaved = lifecycle.unsaved();
      handler.unsavedChanged();
    }
    Phase now = lifecycle.phase();
    if (!now.equals(phase)) {
      phase = now;
      handler.entered(now);
    }
  }

  private @Nullable Event perform(Effect effect) {
    try {
      return handler.perform(effect);
    } catch (RuntimeException fault) {
      return handler.faulted(lifecycle.run(), fault);
    }
  }
}
