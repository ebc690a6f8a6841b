package io.torrentinno.agent.resource.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.resource.lifecycle.Phase.Active;
import io.torrentinno.agent.resource.lifecycle.Phase.AwaitingManifest;
import io.torrentinno.agent.resource.lifecycle.Phase.Checking;
import io.torrentinno.agent.resource.lifecycle.Phase.Failed;
import io.torrentinno.agent.resource.lifecycle.Phase.Paused;
import io.torrentinno.agent.resource.lifecycle.Phase.Removed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a resource does next. */
class LifecycleTest {
  private static final Failure FULL = new Failure(true, "no room on the disk");
  private static final Failure CHANGED = new Failure(false, "the file changed");

  private long now;

  @Test
  void checksAndThenTransfers() {
    Lifecycle lifecycle = new Lifecycle(true, false);

    List<Effect> started = on(lifecycle, new Event.Start());
    Phase checking = lifecycle.phase();
    List<Effect> checked = on(lifecycle, new Event.Checked(1, false));

    assertThat(started).containsExactly(new Effect.Check(1, false));
    assertThat(checking).isEqualTo(new Checking());
    assertThat(checked).containsExactly(new Effect.Transfer(1, false));
    assertThat(lifecycle.phase()).isEqualTo(new Active(false));
  }

  @Test
  void seedsOnceTheFileHasItsName() {
    Lifecycle lifecycle = active();

    List<Effect> verified = on(lifecycle, new Event.AllVerified(lifecycle.run()));
    Phase before = lifecycle.phase();
    on(lifecycle, new Event.Finished());

    assertThat(verified).containsExactly(new Effect.Finish(lifecycle.run()));
    assertThat(before).isEqualTo(new Active(false));
    assertThat(lifecycle.phase()).isEqualTo(new Active(true));
  }

  @Test
  void checksFilesThatAreFoundBeforeItGoesOn() {
    Lifecycle lifecycle = active();

    List<Effect> found = on(lifecycle, new Event.FilesFound());

    assertThat(found).containsExactly(new Effect.Stop(), new Effect.Check(lifecycle.run(), false));
    assertThat(lifecycle.phase()).isEqualTo(new Checking());
  }

  @Test
  void stopsTheTransferBeforeItStoresThatItIsPaused() {
    Lifecycle lifecycle = active();

    List<Effect> paused = on(lifecycle, new Event.Pause());

    assertThat(paused).containsExactly(new Effect.Stop(), new Effect.SaveChoice(true));
    assertThat(lifecycle.phase()).isEqualTo(new Paused());
  }

  @Test
  void isPausedThoughThatCanNotBeStoredAndTriesAgainToStoreIt() {
    Lifecycle lifecycle = active();
    on(lifecycle, new Event.Pause());

    List<Effect> failed = on(lifecycle, new Event.ChoiceNotSaved(FULL));
    Failure said = lifecycle.unsaved();
    List<Effect> due = on(lifecycle, new Event.SaveDue());
    on(lifecycle, new Event.ChoiceSaved());

    assertThat(lifecycle.phase()).isEqualTo(new Paused());
    assertThat(failed).containsExactly(new Effect.SaveLater(Duration.ofSeconds(5)));
    assertThat(said).isEqualTo(FULL);
    assertThat(due).containsExactly(new Effect.SaveChoice(true));
    assertThat(lifecycle.unsaved()).isNull();
  }

  @Test
  void cancelsACheckAtOnce() {
    for (Event event :
        List.of(new Event.Pause(), new Event.Remove(Removal.KEEP_DATA), new Event.Recheck())) {
      Lifecycle lifecycle = new Lifecycle(true, false);
      on(lifecycle, new Event.Start());

      assertThat(on(lifecycle, event)).first().isEqualTo(new Effect.CancelCheck());
    }
  }

  @Test
  void passesOverTheResultsOfAnEarlierRun() {
    Lifecycle lifecycle = new Lifecycle(true, false);
    on(lifecycle, new Event.Start());
    on(lifecycle, new Event.Recheck());

    for (Event late :
        List.of(
            new Event.Checked(1, true),
            new Event.RunFailed(1, FULL),
            new Event.AllVerified(1),
            new Event.RetryDue(1))) {
      assertThat(on(lifecycle, late)).isEmpty();
    }
    assertThat(lifecycle.phase()).isEqualTo(new Checking());
  }

  @Test
  void triesAgainLaterAndLaterWhenTimeHeals() {
    Lifecycle lifecycle = new Lifecycle(true, false);
    on(lifecycle, new Event.Start());

    for (int seconds : List.of(5, 10, 20, 40, 80, 160, 300, 300)) {
      Duration delay = Duration.ofSeconds(seconds);
      List<Effect> failed = on(lifecycle, new Event.RunFailed(lifecycle.run(), FULL));
      assertThat(failed).contains(new Effect.RetryLater(lifecycle.run(), delay));
      assertThat(lifecycle.phase()).isEqualTo(new Failed(FULL, now + delay.toNanos()));
      now += delay.toNanos();
      assertThat(on(lifecycle, new Event.RetryDue(lifecycle.run())))
          .containsExactly(new Effect.Check(lifecycle.run(), false));
    }
  }

  @Test
  void startsWithAShortDelayAgainAfterALongGoodRun() {
    Lifecycle lifecycle = active();
    failAndRetry(lifecycle);
    on(lifecycle, new Event.Checked(lifecycle.run(), false));
    now += Lifecycle.STEADY_NANOS;

    List<Effect> failed = on(lifecycle, new Event.RunFailed(lifecycle.run(), FULL));

    assertThat(failed).contains(new Effect.RetryLater(lifecycle.run(), Duration.ofSeconds(5)));
  }

  @Test
  void failsWithADelayThatGrowsWhenItFailsSoonAgain() {
    Lifecycle lifecycle = active();
    failAndRetry(lifecycle);
    on(lifecycle, new Event.Checked(lifecycle.run(), false));
    now += Lifecycle.STEADY_NANOS / 2;

    List<Effect> failed = on(lifecycle, new Event.RunFailed(lifecycle.run(), FULL));

    assertThat(failed).contains(new Effect.RetryLater(lifecycle.run(), Duration.ofSeconds(10)));
  }

  @Test
  void waitsForAPersonWhereTimeDoesNotHeal() {
    Lifecycle lifecycle = active();

    List<Effect> failed = on(lifecycle, new Event.RunFailed(lifecycle.run(), CHANGED));
    Phase phase = lifecycle.phase();
    List<Effect> rechecked = on(lifecycle, new Event.Recheck());

    assertThat(failed).containsExactly(new Effect.Stop());
    assertThat(phase).isEqualTo(new Failed(CHANGED, null));
    assertThat(rechecked).contains(new Effect.Check(lifecycle.run(), true));
  }

  @Test
  void storesNothingInThePlaceOfWhatIsDamagedBeforeAPersonSaysSo() {
    Lifecycle lifecycle = new Lifecycle(true, false);
    on(lifecycle, new Event.Damaged(CHANGED));

    List<Effect> paused = on(lifecycle, new Event.Pause());
    Phase phase = lifecycle.phase();
    List<Effect> resumed = on(lifecycle, new Event.Resume());

    assertThat(paused).isEmpty();
    assertThat(phase).isEqualTo(new Failed(CHANGED, null));
    assertThat(resumed)
        .containsSubsequence(
            new Effect.SaveChoice(false), new Effect.Check(lifecycle.run(), false));
  }

  @Test
  void resumesAtOnceWhatFailed() {
    Lifecycle lifecycle = active();
    on(lifecycle, new Event.RunFailed(lifecycle.run(), FULL));

    List<Effect> resumed = on(lifecycle, new Event.Resume());

    assertThat(resumed)
        .containsExactly(new Effect.CancelAlarm(), new Effect.Check(lifecycle.run(), false));
  }

  @Test
  void checksWhatIsPausedAndPausesAgain() {
    Lifecycle lifecycle = new Lifecycle(true, true);
    on(lifecycle, new Event.Start());

    on(lifecycle, new Event.Checked(lifecycle.run(), true));

    assertThat(lifecycle.phase()).isEqualTo(new Paused());
  }

  @Test
  void transfersAfterTheCheckOfAPausedResourceThatIsResumedMeanwhile() {
    Lifecycle lifecycle = new Lifecycle(true, true);
    on(lifecycle, new Event.Start());

    List<Effect> resumed = on(lifecycle, new Event.Resume());
    on(lifecycle, new Event.Checked(lifecycle.run(), true));

    assertThat(resumed).containsExactly(new Effect.SaveChoice(false));
    assertThat(lifecycle.phase()).isEqualTo(new Active(true));
  }

  @Test
  void resumingWhatRunsChangesNothing() {
    Lifecycle lifecycle = active();

    assertThat(on(lifecycle, new Event.Resume())).isEmpty();
    assertThat(lifecycle.phase()).isEqualTo(new Active(false));
  }

  @Test
  void goesOnFromALinkWhenTheManifestIsKnown() {
    Lifecycle lifecycle = new Lifecycle(false, false);
    List<Effect> started = on(lifecycle, new Event.Start());
    Phase first = lifecycle.phase();

    List<Effect> known = on(lifecycle, new Event.ManifestKnown());

    assertThat(started).containsExactly(new Effect.FetchManifest(1));
    assertThat(first).isEqualTo(new AwaitingManifest());
    assertThat(known).containsExactly(new Effect.Stop(), new Effect.Check(lifecycle.run(), false));
  }

  @Test
  void fetchesAManifestAgainThatCouldNotBeStored() {
    Lifecycle lifecycle = new Lifecycle(false, false);
    on(lifecycle, new Event.Start());
    on(lifecycle, new Event.RunFailed(lifecycle.run(), FULL));

    List<Effect> due = on(lifecycle, new Event.RetryDue(lifecycle.run()));

    assertThat(due).containsExactly(new Effect.FetchManifest(lifecycle.run()));
    assertThat(lifecycle.phase()).isEqualTo(new AwaitingManifest());
  }

  @Test
  void saysWhyItCanNotBeRemovedAndStays() {
    Lifecycle lifecycle = active();

    List<Effect> removal = on(lifecycle, new Event.Remove(Removal.DELETE_DATA));
    on(lifecycle, new Event.NotDeleted(CHANGED));
    Phase refused = lifecycle.phase();
    on(lifecycle, new Event.Remove(Removal.KEEP_DATA));
    on(lifecycle, new Event.Deleted());

    assertThat(removal).containsExactly(new Effect.Stop(), new Effect.Delete(Removal.DELETE_DATA));
    assertThat(refused).isEqualTo(new Failed(CHANGED, null));
    assertThat(lifecycle.phase()).isEqualTo(new Removed());
  }

  @Test
  void doesNothingAfterTheEnd() {
    Lifecycle removed = active();
    on(removed, new Event.Remove(Removal.KEEP_DATA));
    on(removed, new Event.Deleted());
    Lifecycle closed = active();
    List<Effect> closing = on(closed, new Event.Close());

    assertThat(closing).containsExactly(new Effect.Stop());
    for (Event event : List.of(new Event.Resume(), new Event.Recheck(), new Event.Pause())) {
      assertThat(on(removed, event)).isEmpty();
      assertThat(on(closed, event)).isEmpty();
    }
  }

  private Lifecycle active() {
    Lifecycle lifecycle = new Lifecycle(true, false);
    on(lifecycle, new Event.Start());
    on(lifecycle, new Event.Checked(lifecycle.run(), false));
    return lifecycle;
  }

  private void failAndRetry(Lifecycle lifecycle) {
    on(lifecycle, new Event.RunFailed(lifecycle.run(), FULL));
    on(lifecycle, new Event.RetryDue(lifecycle.run()));
  }

  private List<Effect> on(Lifecycle lifecycle, Event event) {
    return lifecycle.on(event, now);
  }
}
