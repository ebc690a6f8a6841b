package io.torrentinno.agent.resource.lifecycle;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives one resource's {@link Lifecycle}: takes events one at a time and has the effects done.
 * Events may be posted by any thread.
 */
public final class ResourceActor {
  /** Does what a lifecycle decides. Called in turns of the mailbox, never by two threads. */
  public interface Worker {
    /**
     * Does it; may block, but not for as long as it takes to read a file.
     *
     * @return what came of it; null when nothing comes of it, or later
     */
    @Nullable Event perform(Effect effect);

    /** The event that a fault of this program counts as. */
    Event faulted(int run, RuntimeException fault);

    /** The resource is in another phase, and all that belongs to it is done. */
    void entered(Phase phase);

    /** {@link ResourceActor#unsaved} is another failure, or none any more. */
    void unsavedChanged();
  }

  private final Lifecycle lifecycle;
  private final Mailbox mailbox;
  private final Worker worker;
  private final LongSupplier clock;
  private volatile Phase phase;
  private volatile @Nullable Failure unsaved;

  /**
   * An actor that nothing has happened to.
   *
   * @param clock nanoseconds, never going back
   */
  public ResourceActor(Lifecycle lifecycle, Mailbox mailbox, Worker worker, LongSupplier clock) {
    this.lifecycle = lifecycle;
    this.mailbox = mailbox;
    this.worker = worker;
    this.clock = clock;
    phase = lifecycle.phase();
  }

  /** As after the last event; may be asked by any thread. */
  public Phase phase() {
    return phase;
  }

  /** Why what was chosen last is not stored; null when it is. May be asked by any thread. */
  public @Nullable Failure unsaved() {
    return unsaved;
  }

  /** Takes an event in a turn of its own; returns at once. */
  public void post(Event event) {
    mailbox.post(() -> handle(event));
  }

  /** Takes an event. Only in a turn of the mailbox. */
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
      worker.unsavedChanged();
    }
    Phase now = lifecycle.phase();
    if (!now.equals(phase)) {
      phase = now;
      worker.entered(now);
    }
  }

  private @Nullable Event perform(Effect effect) {
    try {
      return worker.perform(effect);
    } catch (RuntimeException fault) {
      return worker.faulted(lifecycle.run(), fault);
    }
  }
}
