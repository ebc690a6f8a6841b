package io.torrentinno.agent.announce;

import static io.torrentinno.protocol.announce.AnnounceEvent.COMPLETED;
import static io.torrentinno.protocol.announce.AnnounceEvent.NONE;
import static io.torrentinno.protocol.announce.AnnounceEvent.STARTED;
import static io.torrentinno.protocol.announce.AnnounceEvent.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.announce.AnnounceObserver.Outcome;
import io.torrentinno.protocol.announce.AnnounceResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final FakeTracker tracker = new FakeTracker();
  private final Heard heard = new Heard();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final Announcer announcer =
      new Announcers(thread, tracker, Requests.IDENTITY, (outcome, _) -> outcomes.add(outcome))
          .newAnnouncer(
              Requests.TRACKER, new Announced(Requests.INFO_HASH, Requests::progress, heard));

  private static final class Heard implements AnnounceListener {
    final List<AnnounceResponse> answers = new CopyOnWriteArrayList<>();
    final List<AnnounceFailure> failures = new CopyOnWriteArrayList<>();

    @Override
    public void answered(AnnounceResponse response) {
      answers.add(response);
    }

    @Override
    public void unlisted(AnnounceResponse response, String why) {
      throw new AssertionError(why);
    }

    @Override
    public void failed(AnnounceFailure failure) {
      failures.add(failure);
    }
  }

  @AfterEach
  void stop() {
    announcer.stop().join();
    thread.shutdownNow();
  }

  @Test
  void announcesItsStartAndPassesTheAnswerOn() {
    announcer.start();

    await().until(() -> heard.answers.size() == 1);
    assertThat(tracker.events()).containsExactly(STARTED);
    assertThat(outcomes).containsExactly(Outcome.ACCEPTED);
  }

  @Test
  void announcesAgainWhenTheIntervalIsOver() {
    tracker.interval = Duration.ofSeconds(1);

    announcer.start();

    await().until(() -> heard.answers.size() >= 3);
    assertThat(tracker.events()).startsWith(STARTED, NONE, NONE);
  }

  @Test
  void announcesTheEndOfTheDownloadAtOnce() {
    announcer.start();
    await().until(() -> heard.answers.size() == 1);

    announcer.completed();

    await().until(() -> tracker.events().equals(List.of(STARTED, COMPLETED)));
  }

  @Test
  void asksForPeersBeforeTheIntervalIsOver() {
    announcer.start();
    await().until(() -> heard.answers.size() == 1);

    announcer.announceSoon();

    await().until(() -> tracker.events().equals(List.of(STARTED, NONE)));
  }

  @Test
  void triesAgainWhileTheTrackerIsAway() {
    tracker.away = true;
    announcer.start();
    await().until(() -> heard.failures.size() == 1);

    tracker.away = false;

    await().until(() -> heard.answers.size() == 1);
    assertThat(outcomes).startsWith(Outcome.UNREACHABLE).endsWith(Outcome.ACCEPTED);
    assertThat(tracker.events()).containsOnly(STARTED);
  }

  @Test
  void tellsTheTrackerThatItLeaves() {
    announcer.start();
    await().until(() -> heard.answers.size() == 1);

    announcer.stop().join();

    assertThat(tracker.events()).containsExactly(STARTED, STOPPED);
  }

  @Test
  void leavesOnceOnly() {
    announcer.start();
    await().until(() -> heard.answers.size() == 1);

    announcer.stop().join();
    announcer.stop().join();
    announcer.start();
    announcer.completed();

    assertThat(tracker.events()).containsExactly(STARTED, STOPPED);
  }

  @Test
  void leavesInSilenceWhenItWasNeverAnnounced() {
    announcer.stop().join();
    announcer.start();

    assertThat(tracker.requests).isEmpty();
  }

  @Test
  void saysNothingOfAnAnnounceThatWasUnderWayWhenItWasStopped() {
    tracker.hangs = true;
    announcer.start();
    await().until(() -> tracker.calls.size() == 1);
    tracker.hangs = false;

    announcer.stop().join();
    tracker.calls.getFirst().completeExceptionally(new IllegalStateException("too late"));

    assertThat(tracker.events()).containsExactly(STARTED, STOPPED);
    assertThat(heard.answers).isEmpty();
    assertThat(heard.failures).isEmpty();
  }

  @Test
  void doesNotWaitLongForATrackerThatHangs() {
    tracker.hangs = true;
    announcer.start();
    await().until(() -> tracker.requests.size() == 1);

    CompletableFuture<Void> stopped = announcer.stop();

    assertThat(stopped.orTimeout(5, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(5));
    assertThat(tracker.events()).containsExactly(STARTED, STOPPED);
  }
}
