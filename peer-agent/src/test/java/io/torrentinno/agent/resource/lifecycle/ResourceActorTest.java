package io.torrentinno.agent.resource.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.resource.lifecycle.Phase.Active;
import io.torrentinno.agent.resource.lifecycle.Phase.AwaitingManifest;
import io.torrentinno.agent.resource.lifecycle.Phase.Checking;
import io.torrentinno.agent.resource.lifecycle.Phase.Failed;
import io.torrentinno.agent.resource.lifecycle.Phase.Paused;
import io.torrentinno.agent.resource.lifecycle.Phase.Removed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of sequences of events in any order, each made from its seed. */
class ResourceActorTest {
  private static final int SEQUENCES = 500;
  private static final int LENGTH = 60;

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 90})
  void doesWhatBelongsToItsPhaseWhateverHappens(int failing) {
    for (int seed = 0; seed < SEQUENCES; seed++) {
      Random random = new Random(seed);
      FakeWorker worker = new FakeWorker(random);
      ResourceActor actor = started(worker, random, failing);
      for (int step = 0; step < LENGTH; step++) {
        actor.post(anything(random, worker));
        requireConsistent(actor, worker, "seed " + seed + ", step " + step);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 90})
  void endsWhereTheLastCallExplains(int failing) {
    for (int seed = 0; seed < SEQUENCES; seed++) {
      Random random = new Random(seed);
      FakeWorker worker = new FakeWorker(random);
      ResourceActor actor = started(worker, random, failing);
      for (int step = 0; step < LENGTH; step++) {
        actor.post(anything(random, worker));
      }
      worker.failing = 0;
      boolean removed = worker.deleted;
      Event last = List.of(new Event.Pause(), new Event.Resume()).get(random.nextInt(2));
      actor.post(last);
      settle(actor, worker);

      Class<?> expected =
          removed ? Removed.class : last instanceof Event.Pause ? Paused.class : Active.class;
      assertThat(actor.phase()).as("seed %d after %s", seed, last).isInstanceOf(expected);
      if (!removed) {
        assertThat(worker.savedPaused).as("seed %d", seed).isEqualTo(last instanceof Event.Pause);
      }
    }
  }

  private static ResourceActor started(FakeWorker worker, Random random, int failing) {
    worker.failing = failing;
    boolean paused = random.nextInt(4) == 0;
    worker.savedPaused = paused;
    Lifecycle lifecycle = new Lifecycle(random.nextInt(3) > 0, paused);
    ResourceActor actor = new ResourceActor(lifecycle, new Mailbox(Runnable::run), worker, () -> 0);
    actor.post(new Event.Start());
    return actor;
  }

  /** Lets all that goes on end, until nothing more happens by itself. */
  private static void settle(ResourceActor actor, FakeWorker worker) {
    while (!actor.phase().equals(new Active(true)) || worker.alarm != null) {
      Event event = worker.alarm == null ? worker.outcome() : worker.takeAlarm();
      if (event == null) {
        return;
      }
      actor.post(event);
    }
  }

  private static Event anything(Random random, FakeWorker worker) {
    Event outcome = random.nextInt(3) > 0 ? worker.outcome() : null;
    if (outcome != null) {
      return outcome;
    }
    Failure failure = new Failure(random.nextBoolean(), "late");
    int stale = random.nextInt(4);
    return switch (random.nextInt(14)) {
      case 0, 1 -> new Event.Pause();
      case 2, 3 -> new Event.Resume();
      case 4, 5 -> new Event.Recheck();
      case 6 -> random.nextInt(8) == 0 ? new Event.Remove(Removal.KEEP_DATA) : new Event.Resume();
      case 7 -> new Event.Checked(-stale, true);
      case 8 -> new Event.RunFailed(-stale, failure);
      case 9 -> new Event.RetryDue(-stale);
      case 10 -> new Event.AllVerified(-stale);
      case 11 -> new Event.DiskFailed(failure);
      case 12 -> new Event.RetryNow();
      default -> new Event.SaveDue();
    };
  }

  private static void requireConsistent(ResourceActor actor, FakeWorker worker, String where) {
    Phase phase = actor.phase();
    assertThat(worker.checking != null).as(where).isEqualTo(phase instanceof Checking);
    assertThat(worker.transferring != null).as(where).isEqualTo(phase instanceof Active);
    assertThat(worker.fetching != null).as(where).isEqualTo(phase instanceof AwaitingManifest);
    assertThat(worker.deleted).as(where).isEqualTo(phase instanceof Removed);
    if (phase instanceof Failed failed && failed.retryAt() != null) {
      assertThat(worker.alarm).as(where).isInstanceOf(Event.RetryDue.class);
    }
    if (!worker.entered.isEmpty()) {
      assertThat(worker.entered.getLast()).as(where).isEqualTo(phase);
    }
  }
}
