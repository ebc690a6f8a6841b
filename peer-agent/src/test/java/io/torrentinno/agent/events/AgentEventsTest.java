package io.torrentinno.agent.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.model.InfoHash;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentEventsTest {
  private static final int CAPACITY = 8;
  private static final InfoHash MOVIE = InfoHash.parse("a".repeat(64));
  private static final InfoHash SONG = InfoHash.parse("b".repeat(64));

  /** What is seen of resources. */
  private final Map<InfoHash, Sampler.Sample> samples = new HashMap<>();

  /** What is to be done when half a second is over. */
  private final Queue<Runnable> ticks = new ArrayDeque<>();

  private final AgentEvents events = new AgentEvents("e1", CAPACITY, samples::get, ticks::add);

  @Test
  void deliversWhatHappensInItsOrder() throws Exception {
    Subscription listener = events.subscribe(EventFilter.ALL);

    events.publish(removed(MOVIE));
    events.publish(removed(SONG));

    assertThat(events(listener)).containsExactly(removed(MOVIE), removed(SONG));
    assertThat(listener.next(Duration.ZERO)).isInstanceOf(Delivery.Nothing.class);
  }

  @Test
  void wakesAListenerThatWaits() throws Exception {
    Subscription listener = events.subscribe(EventFilter.ALL);
    CompletableFuture<Delivery> next = new CompletableFuture<>();
    Thread waiting = Thread.startVirtualThread(() -> next.complete(nextOf(listener)));
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    events.publish(removed(MOVIE));

    assertThat(next).succeedsWithin(Duration.ofSeconds(30)).isInstanceOf(Delivery.News.class);
  }

  @Test
  void wakesOnlyThoseWhomAnEventConcerns() {
    Subscription ofMovie = events.subscribe(new EventFilter(Set.of(MOVIE), Set.of()));
    Subscription ofStates = events.subscribe(new EventFilter(Set.of(), Set.of(EventType.STATE)));
    samples.put(SONG, sample(1, null));

    events.publish(removed(SONG));
    events.moved(SONG);
    tick();

    assertThat(ofMovie.isCalled()).isFalse();
    assertThat(ofStates.isCalled()).isFalse();
  }

  @Test
  void deliversOnlyWhatAFilterWants() throws Exception {
    Subscription ofMovie = events.subscribe(new EventFilter(Set.of(MOVIE), Set.of()));
    Subscription ofRemovals =
        events.subscribe(new EventFilter(Set.of(), Set.of(EventType.REMOVED)));

    events.publish(new AgentEvent.SettingsChanged(null));
    events.publish(new AgentEvent.SettingsChanged(MOVIE));
    events.publish(removed(SONG));

    assertThat(events(ofMovie)).containsExactly(new AgentEvent.SettingsChanged(MOVIE));
    assertThat(events(ofRemovals)).containsExactly(removed(SONG));
  }

  @Test
  void resumesAfterTheEventThatAListenerNames() throws Exception {
    events.publish(removed(MOVIE));
    events.publish(removed(SONG));

    assertThat(events(events.resume(EventFilter.ALL, "e1-0"))).hasSize(2);
    assertThat(events(events.resume(EventFilter.ALL, "e1-1"))).containsExactly(removed(SONG));
    assertThat(events.resume(EventFilter.ALL, "e1-2").next(Duration.ZERO))
        .isInstanceOf(Delivery.Nothing.class);
  }

  @Test
  void resetsAListenerThatCanNotResume() throws Exception {
    for (int i = 0; i < CAPACITY + 1; i++) {
      events.publish(removed(MOVIE));
    }

    assertThat(resetOf(null)).isEqualTo(Delivery.Cause.START);
    assertThat(resetOf("e0-9")).isEqualTo(Delivery.Cause.RESTART);
    assertThat(resetOf("e1-1")).isEqualTo(Delivery.Cause.BEHIND);
    assertThat(resetOf("e1-0")).isEqualTo(Delivery.Cause.BEHIND);
    assertThat(resetOf("e1-10")).isEqualTo(Delivery.Cause.UNKNOWN_ID);
    assertThat(resetOf("e1-99999999999999999999")).isEqualTo(Delivery.Cause.UNKNOWN_ID);
    assertThat(resetOf("nonsense")).isEqualTo(Delivery.Cause.UNKNOWN_ID);
    assertThat(events(events.resume(EventFilter.ALL, "e1-2"))).hasSize(CAPACITY - 1);
  }

  @Test
  void deliversWhatHappensAfterAReset() throws Exception {
    events.publish(removed(MOVIE));
    Subscription listener = events.resume(EventFilter.ALL, null);
    events.publish(removed(SONG));

    assertThat(listener.next(Duration.ZERO))
        .isEqualTo(new Delivery.Reset(new EventId("e1", 1), Delivery.Cause.START));
    assertThat(events(listener)).containsExactly(removed(SONG));
  }

  @Test
  void cutsOffAListenerThatIsTooSlow() throws Exception {
    Subscription slow = events.subscribe(EventFilter.ALL);
    for (int i = 0; i < CAPACITY; i++) {
      events.publish(removed(MOVIE));
    }
    Subscription quick = events.subscribe(EventFilter.ALL);
    events.publish(removed(SONG));

    assertThat(slow.next(Duration.ZERO)).isEqualTo(new Delivery.Ended(Delivery.Reason.TOO_SLOW));
    assertThat(events(quick)).containsExactly(removed(SONG));
  }

  @Test
  void toleratesAListenerThatWantsNoneOfManyEvents() throws Exception {
    Subscription patient = events.subscribe(new EventFilter(Set.of(MOVIE), Set.of()));
    for (int i = 0; i < 3 * CAPACITY; i++) {
      events.publish(removed(SONG));
    }
    events.publish(removed(MOVIE));

    assertThat(events(patient)).containsExactly(removed(MOVIE));
  }

  @Test
  void deliversTheProgressOfAllThatMovesAtOnceAndTheLatest() throws Exception {
    Subscription listener = events.subscribe(EventFilter.ALL);
    samples.put(MOVIE, sample(1, null));
    samples.put(SONG, sample(1, null));
    events.moved(MOVIE);
    events.moved(SONG);
    events.moved(MOVIE);
    samples.put(MOVIE, sample(2, null));

    assertThat(listener.next(Duration.ZERO)).isInstanceOf(Delivery.Nothing.class);
    tick();

    assertThat(progress(listener)).containsExactlyInAnyOrderEntriesOf(Map.of(MOVIE, 2L, SONG, 1L));
    assertThat(ticks).hasSize(1);
  }

  @Test
  void mergesTheProgressThatASlowListenerMisses() throws Exception {
    Subscription listener = events.subscribe(EventFilter.ALL);
    for (long bytes = 1; bytes <= 100; bytes++) {
      samples.put(MOVIE, sample(bytes, null));
      events.moved(MOVIE);
      tick();
    }

    assertThat(progress(listener)).containsExactlyEntriesOf(Map.of(MOVIE, 100L));
  }

  @Test
  void ticksOnlyWhileSomethingMoves() {
    samples.put(MOVIE, sample(1, null));

    events.moved(MOVIE);
    tick();
    assertThat(ticks).hasSize(1);
    tick();
    assertThat(ticks).isEmpty();
    events.moved(MOVIE);
    assertThat(ticks).hasSize(1);
  }

  @Test
  void keepsProgressOutOfTheRing() throws Exception {
    events.publish(removed(SONG));
    samples.put(MOVIE, sample(1, null));
    for (int i = 0; i < 10 * CAPACITY; i++) {
      events.moved(MOVIE);
      tick();
    }

    assertThat(events(events.resume(EventFilter.ALL, "e1-0"))).containsExactly(removed(SONG));
  }

  @Test
  void deliversTheProgressThatWasMissedSinceAnEvent() throws Exception {
    samples.put(MOVIE, sample(1, null));
    samples.put(SONG, sample(1, null));
    move(MOVIE);
    events.publish(new AgentEvent.SettingsChanged(null));
    move(SONG);
    events.publish(new AgentEvent.SettingsChanged(null));
    tick();

    assertThat(progress(events.resume(EventFilter.ALL, "e1-1"))).containsOnlyKeys(MOVIE, SONG);
    assertThat(progress(events.resume(EventFilter.ALL, "e1-2"))).containsOnlyKeys(SONG);
  }

  @Test
  void deliversNoProgressOfWhatIsRemoved() throws Exception {
    Subscription listener = events.subscribe(EventFilter.ALL);
    samples.put(MOVIE, sample(1, null));
    move(MOVIE);
    samples.remove(MOVIE);
    events.publish(removed(MOVIE));
    events.moved(MOVIE);
    tick();

    Delivery.News news = (Delivery.News) listener.next(Duration.ZERO);
    assertThat(news.progress()).isEmpty();
  }

  @Test
  void saysOnceWhatAResourceFailsAt() throws Exception {
    Subscription listener = events.subscribe(EventFilter.ALL);
    samples.put(MOVIE, sample(1, "no tracker answers"));
    move(MOVIE);
    move(MOVIE);
    samples.put(MOVIE, sample(1, null));
    move(MOVIE);

    assertThat(events(listener))
        .containsExactly(
            new AgentEvent.FailureChanged(MOVIE, "no tracker answers"),
            new AgentEvent.FailureChanged(MOVIE, null));
  }

  @Test
  void endsAllListening() throws Exception {
    Subscription listener = events.subscribe(new EventFilter(Set.of(MOVIE), Set.of()));
    CompletableFuture<Delivery> next = new CompletableFuture<>();
    Thread waiting = Thread.startVirtualThread(() -> next.complete(nextOf(listener)));
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    events.end();

    Delivery ended = new Delivery.Ended(Delivery.Reason.AGENT_ENDS);
    assertThat(next).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(ended);
    assertThat(events.subscribe(EventFilter.ALL).next(Duration.ofDays(1))).isEqualTo(ended);
  }

  @Test
  void deliversNothingToWhoHasClosed() throws Exception {
    Subscription listener = events.subscribe(EventFilter.ALL);
    listener.close();

    events.publish(removed(MOVIE));

    assertThat(listener.next(Duration.ZERO)).isInstanceOf(Delivery.Nothing.class);
  }

  @Test
  void countsEventsOfEachType() {
    samples.put(MOVIE, sample(1, null));
    move(MOVIE);
    events.publish(removed(MOVIE));
    events.publish(removed(SONG));

    assertThat(events.count(EventType.REMOVED)).isEqualTo(2);
    assertThat(events.count(EventType.PROGRESS)).isEqualTo(1);
    assertThat(events.count(EventType.BAN)).isZero();
  }

  private void move(InfoHash resource) {
    events.moved(resource);
    tick();
  }

  private void tick() {
    ticks.remove().run();
  }

  private Delivery.Cause resetOf(@Nullable String id) throws InterruptedException {
    Delivery first = events.resume(EventFilter.ALL, id).next(Duration.ZERO);
    assertThat(first).isInstanceOf(Delivery.Reset.class);
    return ((Delivery.Reset) first).cause();
  }

  private static AgentEvent.Removed removed(InfoHash resource) {
    return new AgentEvent.Removed(resource);
  }

  private static Sampler.Sample sample(long bytes, @Nullable String error) {
    return new Sampler.Sample(
        new Figures(bytes, new Figures.Rates(0, 0), new Figures.Peers(0, 0), null, null), error);
  }

  private static List<AgentEvent> events(Subscription listener) throws InterruptedException {
    Delivery.News news = (Delivery.News) listener.next(Duration.ZERO);
    return news.events().stream().map(NumberedEvent::event).toList();
  }

  private static Map<InfoHash, Long> progress(Subscription listener) throws InterruptedException {
    Delivery.News news = (Delivery.News) listener.next(Duration.ZERO);
    Map<InfoHash, Long> bytes = new HashMap<>();
    for (ResourceProgress progress : news.progress()) {
      assertThat(bytes.put(progress.infoHash(), progress.figures().completedBytes())).isNull();
    }
    return bytes;
  }

  private static Delivery nextOf(Subscription listener) {
    try {
      return listener.next(Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
