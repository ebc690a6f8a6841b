package io.torrentinno.agent.resource.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Stands for disk and network: notes what goes on, fails now and then, and complains when it is
 * told to do what it can't.
 */
final class FakeWorker implements EffectHandler {
  private static final Failure HEALS = new Failure(true, "no room");
  private static final Failure STAYS = new Failure(false, "the file changed");

  private final Random random;

  /** How many of a hundred effects fail. */
  int failing;

  @Nullable Integer checking;
  @Nullable Integer transferring;
  @Nullable Integer fetching;
  @Nullable Event alarm;
  boolean savedPaused;
  boolean deleted;
  final List<Phase> entered = new ArrayList<>();

  FakeWorker(Random random) {
    this.random = random;
  }

  @Override
  public @Nullable Event perform(Effect effect) {
    if (deleted) {
      throw new AssertionError(effect + " after the end");
    }
    switch (effect) {
      case Effect.Check(int run, _) -> {
        requireIdle(effect);
        checking = run;
      }
      case Effect.CancelCheck() -> checking = null;
      case Effect.FetchManifest(int run) -> {
        requireIdle(effect);
        fetching = run;
      }
      case Effect.Transfer(int run, _) -> {
        if (checking == null || checking != run) {
          throw new AssertionError(effect + " without a check");
        }
        checking = null;
        transferring = run;
      }
      case Effect.Stop() -> {
        transferring = null;
        fetching = null;
      }
      case Effect.RetryLater(int run, _) -> alarm = new Event.RetryDue(run);
      case Effect.SaveLater _ -> alarm = new Event.SaveDue();
      case Effect.CancelAlarm() -> alarm = null;
      case Effect.Finish(int run) -> {
        return fails() ? failure(run) : new Event.Finished();
      }
      case Effect.SaveChoice(boolean paused) -> {
        if (fails()) {
          return new Event.ChoiceNotSaved(HEALS);
        }
        savedPaused = paused;
        return new Event.ChoiceSaved();
      }
      case Effect.Delete _ -> {
        requireIdle(effect);
        deleted = !fails();
        return deleted ? new Event.Deleted() : new Event.NotDeleted(STAYS);
      }
    }
    return null;
  }

  private void requireIdle(Effect effect) {
    if (checking != null || transferring != null || fetching != null) {
      throw new AssertionError(effect + " while something goes on");
    }
  }

  /** Something that may come of what goes on; null when nothing does. */
  @Nullable Event outcome() {
    if (checking != null) {
      return fails() ? failure(checking) : new Event.Checked(checking, random.nextBoolean());
    }
    if (transferring != null) {
      return fails() ? failure(transferring) : new Event.AllVerified(transferring);
    }
    if (fetching != null) {
      return fails() ? failure(fetching) : new Event.ManifestKnown();
    }
    return takeAlarm();
  }

  /** The event that is due; null when none is. */
  @Nullable Event takeAlarm() {
    Event due = alarm;
    alarm = null;
    return due;
  }

  private Event failure(int run) {
    return new Event.RunFailed(run, random.nextBoolean() ? HEALS : STAYS);
  }

  private boolean fails() {
    return random.nextInt(100) < failing;
  }

  @Override
  public Event faulted(int run, RuntimeException fault) {
    throw new AssertionError(fault);
  }

  @Override
  public void unsavedChanged() {}

  @Override
  public void entered(Phase phase) {
    entered.add(phase);
  }
}
