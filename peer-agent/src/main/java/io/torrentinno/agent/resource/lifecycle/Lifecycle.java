package io.torrentinno.agent.resource.lifecycle;

import io.torrentinno.agent.resource.lifecycle.Phase.Active;
import io.torrentinno.agent.resource.lifecycle.Phase.AwaitingManifest;
import io.torrentinno.agent.resource.lifecycle.Phase.Checking;
import io.torrentinno.agent.resource.lifecycle.Phase.Failed;
import io.torrentinno.agent.resource.lifecycle.Phase.Paused;
import io.torrentinno.agent.resource.lifecycle.Phase.Removed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to one resource: an event comes in, effects go out. It has no clock and no
 * thread. Its caller carries out the effects in order and returns their results as events.
 */
public final class Lifecycle {
  /** A run that has lasted this long was a success, so the next failure counts as the first. */
  static final long STEADY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final List<Effect> effects = new ArrayList<>();
  private Phase phase;
  private boolean hasManifest;
  private boolean pauseChosen;

  /** The stored state is damaged and waits for a person. */
  private boolean damaged;

  /** The number of the present run. It changes when the run ends. */
  private int run;

  private int failures;
  private int failedSaves;
  private long activeSince;
  private @Nullable Failure unsaved;
  private boolean closed;

  /**
   * A lifecycle before its first event, {@link Event.Start}.
   *
   * @param hasManifest whether the manifest is known, and not only a link
   * @param paused the stored choice
   */
  public Lifecycle(boolean hasManifest, boolean paused) {
    this.hasManifest = hasManifest;
    pauseChosen = paused;
    phase = hasManifest ? new Checking() : paused ? new Paused() : new AwaitingManifest();
  }

  public Phase phase() {
    return phase;
  }

  /** Whether a person wants it paused; in {@link Checking} it then pauses afterwards. */
  public boolean isPauseChosen() {
    return pauseChosen;
  }

  /** Why the last choice is not stored, so that a restart would not know it. */
  public @Nullable Failure unsaved() {
    return unsaved;
  }

  /** The number of the present run. */
  public int run() {
    return run;
  }

  /**
   * Takes an event.
   *
   * @param now nanoseconds of a clock that never goes back
   * @return the effects to carry out
   */
  public List<Effect> on(Event event, long now) {
    effects.clear();
    if (!closed && !(phase instanceof Removed)) {
      decide(event, now);
    }
    return List.copyOf(effects);
  }

  private void decide(Event event, long now) {
    switch (event) {
      case Event.Start() -> begin(false);
      case Event.Damaged(Failure failure) -> {
        hasManifest = true;
        halt();
        phase = new Failed(failure, null);
        damaged = true;
      }
      case Event.Pause() -> pause();
      case Event.Resume() -> resume();
      case Event.Recheck() -> startAfresh(true);
      case Event.ManifestKnown() -> {
        hasManifest = true;
        startAfresh(false);
      }
      case Event.Remove(Removal kind) -> {
        halt();
        effects.add(new Effect.Delete(kind));
      }
      case Event.Close() -> {
        halt();
        closed = true;
      }
      case Event.Checked(int of, boolean complete) when of == run -> checked(complete, now);
      case Event.AllVerified(int of) when of == run -> effects.add(new Effect.Finish(run));
      case Event.MoreChosen() -> {
        if (phase instanceof Active) {
          phase = new Active(false);
        }
      }
      case Event.FilesFound() -> {
        if (phase instanceof Active) {
          startAfresh(false);
        }
      }
      case Event.Finished() -> {
        failures = 0;
        phase = new Active(true);
      }
      case Event.RunFailed(int of, Failure failure) when of == run -> fail(failure, now);
      case Event.RetryDue(int of) when of == run -> begin(false);
      case Event.DiskFailed(Failure failure) -> {
        if (phase instanceof Active || phase instanceof AwaitingManifest) {
          fail(failure, now);
        }
      }
      case Event.RetryNow() -> {
        if (phase instanceof Failed failed && failed.retryAt() != null) {
          startAfresh(false);
        }
      }
      case Event.ChoiceSaved() -> failedSaves = 0;
      case Event.ChoiceNotSaved(Failure failure) -> notSaved(failure);
      case Event.SaveDue() -> saveAgain();
      case Event.Deleted() -> phase = new Removed();
      case Event.NotDeleted(Failure failure) -> {
        run++;
        phase = new Failed(failure, null);
      }
      case Event.Checked _, Event.AllVerified _, Event.RunFailed _, Event.RetryDue _ -> {}
    }
  }

  private void pause() {
    if (phase instanceof Paused) {
      saveAgain();
      return;
    }
    if (damaged) {
      return; // Nothing runs, and the remedy in the failure would be lost.
    }
    halt();
    phase = new Paused();
    choose(true);
  }

  private void resume() {
    if (phase instanceof Paused || phase instanceof Failed) {
      choose(false);
      startAfresh(false);
    } else {
      choose(false); // After a check that is under way, there is no pause.
    }
  }

  /**
   * Stores the choice after the transfer has stopped, so that a full disk can't prevent the stop.
   */
  private void choose(boolean paused) {
    if (pauseChosen != paused) {
      pauseChosen = paused;
      save();
    } else {
      saveAgain();
    }
  }

  private void save() {
    unsaved = null;
    effects.add(new Effect.SaveChoice(pauseChosen));
  }

  private void saveAgain() {
    if (unsaved != null) {
      save();
    }
  }

  private void notSaved(Failure failure) {
    unsaved = failure;
    if (!(phase instanceof Failed)) { // Otherwise the next attempt of the resource comes first.
      effects.add(new Effect.SaveLater(BackOff.after(failedSaves++)));
    }
  }

  /**
   * Begins as if nothing had failed before, because a person has asked for it, or the manifest is
   * new.
   */
  private void startAfresh(boolean everything) {
    failures = 0;
    halt();
    begin(everything);
  }

  private void begin(boolean everything) {
    run++;
    if (damaged) {
      damaged = false;
      save();
    }
    saveAgain();
    if (hasManifest) {
      phase = new Checking();
      effects.add(new Effect.Check(run, everything));
    } else if (pauseChosen) {
      phase = new Paused();
    } else {
      phase = new AwaitingManifest();
      effects.add(new Effect.FetchManifest(run));
    }
  }

  private void checked(boolean complete, long now) {
    if (pauseChosen) {
      halt();
      phase = new Paused();
      return;
    }
    activeSince = now;
    phase = new Active(complete);
    effects.add(new Effect.Transfer(run, complete));
  }

  private void fail(Failure failure, long now) {
    if (phase instanceof Active && now - activeSince >= STEADY_NANOS) {
      failures = 0;
    }
    halt();
    if (failure.heals()) {
      Duration delay = BackOff.after(failures++);
      phase = new Failed(failure, now + delay.toNanos());
      effects.add(new Effect.RetryLater(run, delay));
    } else {
      phase = new Failed(failure, null);
    }
  }

  /** Ends the present run. Later results of it are ignored. */
  private void halt() {
    run++;
    switch (phase) {
      case Checking _ -> effects.add(new Effect.CancelCheck());
      case AwaitingManifest _, Active _ -> effects.add(new Effect.Stop());
      case Failed _, Paused _ -> effects.add(new Effect.CancelAlarm());
      case Removed _ -> {}
    }
  }
}
