package io.torrentinno.agent.announce;

import static io.torrentinno.protocol.announce.AnnounceEvent.COMPLETED;
import static io.torrentinno.protocol.announce.AnnounceEvent.NONE;
import static io.torrentinno.protocol.announce.AnnounceEvent.STARTED;
import static io.torrentinno.protocol.announce.AnnounceEvent.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceKey;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many resources of one tracker. */
class AnnouncersTest {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final FakeTracker tracker = new FakeTracker();
  private final LongAdder observed = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final List<String> unlisted = new CopyOnWriteArrayList<>();
  private final Announcers announcers =
      new Announcers(thread, tracker, Requests.IDENTITY, (_, _) -> observed.increment());

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  @Test
  void announceTogetherWhatIsDueTogether() {
    startAtOnce(1_000);

    await().until(() -> answered.sum() == 1_000);
    assertThat(tracker.requests).isEmpty();
    assertThat(tracker.batches)
        .hasSize(4)
        .allSatisfy(batch -> {
          assertThat(batch.peerId()).isEqualTo(Requests.IDENTITY.self());
          assertThat(batch.address()).isEqualTo(Requests.peer(1).address());
          assertThat(batch.entries())
              .allSatisfy(entry -> {
                assertThat(entry.event()).isEqualTo(STARTED);
                assertThat(entry.progress()).isEqualTo(Requests.progress());
                assertThat(entry.numWant()).isEqualTo(OptionalInt.of(50));
              });
        });
    assertThat(observed.sum()).isEqualTo(1_000);
  }

  @Test
  void proveInBatchesAndAloneWhoTheyAre() {
    startAtOnce(2);
    await().until(() -> answered.sum() == 2);
    startAtOnce(1);
    await().until(() -> answered.sum() == 3);

    AnnounceKey key = Requests.IDENTITY.secret().keyFor(Requests.TRACKER);
    assertThat(key).isNotEqualTo(AnnounceKey.NONE);
    assertThat(tracker.batches.getFirst().details().key()).isEqualTo(key);
    assertThat(tracker.requests.getFirst().details().key()).isEqualTo(key);
  }

  /** The operator of one tracker must not be able to stop an agent at another. */
  @Test
  void haveAnotherKeyForEachTracker() {
    AnnounceSecret secret = Requests.IDENTITY.secret();
    TrackerAddress tls = new TrackerAddress("192.0.2.1", 8080, true);

    assertThat(secret.keyFor(new TrackerAddress("192.0.2.1", 8081)))
        .isNotEqualTo(secret.keyFor(Requests.TRACKER));
    assertThat(secret.keyFor(tls)).isEqualTo(secret.keyFor(Requests.TRACKER));
  }

  @Test
  void renewTogetherWhatWillBeDueSoon() {
    tracker.interval = Duration.ofSeconds(2);
    startAtOnce(600);
    await().until(() -> answered.sum() == 600);

    await().until(() -> answered.sum() >= 3 * 600);

    // 600 resources are three batches an interval; a few more where two of them met.
    assertThat(entries(NONE)).hasSizeGreaterThanOrEqualTo(1_200);
    assertThat(tracker.batches).hasSizeLessThan(30);
    assertThat(tracker.requests).isEmpty();
  }

  @Test
  void doNotKeepOneWaitingForOthers() {
    tracker.interval = Duration.ofMinutes(10);
    List<Announcer> some = startAtOnce(10);
    await().until(() -> answered.sum() == 10);

    some.getFirst().completed();

    await().until(() -> !tracker.requests.isEmpty());
    assertThat(tracker.events()).containsExactly(COMPLETED);
    assertThat(tracker.requests.getFirst().numWant()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void announceOneByOneToATrackerThatKnowsNoBatches() {
    tracker.knowsBatches = false;
    startAtOnce(100);
    await().until(() -> answered.sum() == 100);

    startAtOnce(100);

    await().until(() -> answered.sum() == 200);
    assertThat(tracker.batches).hasSize(1);
    assertThat(tracker.requests)
        .hasSize(200)
        .extracting(AnnounceRequest::event)
        .containsOnly(STARTED);
    assertThat(failed.sum()).isZero();
  }

  @Test
  void tryABatchAgainThatFailed() {
    tracker.away = true;
    startAtOnce(100);
    await().until(() -> failed.sum() == 100);

    tracker.away = false;

    await().until(() -> answered.sum() == 100);
    assertThat(tracker.requests).isEmpty();
    assertThat(tracker.batches)
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(batch -> assertThat(batch.entries()).hasSize(100));
  }

  @Test
  void sayOfEachThatIsNotListedWhyAndAskAgainUntilItIs() {
    tracker.interval = Duration.ofSeconds(1);
    tracker.unlisted.put(resource(1).infoHash(), "swarms");
    startAtOnce(3);

    await().until(() -> unlisted.size() >= 2);

    assertThat(unlisted).containsOnly("it lists as many resources as its operator allows");
    assertThat(failed.sum()).isZero();
    assertThat(entries(STARTED).stream().filter(resource(1).infoHash()::equals).count())
        .isGreaterThanOrEqualTo(2);

    tracker.unlisted.clear();
    await().until(() -> entries(NONE).contains(resource(1).infoHash()));
  }

  @Test
  void askInABatchForOneThatIsNotListed() {
    tracker.interval = Duration.ofSeconds(1);
    tracker.unlisted.put(resource(0).infoHash(), "a-word-of-tomorrow");
    List<Announcer> both = startAtOnce(2);
    await().until(() -> unlisted.size() == 1);

    both.getLast().stop();

    await().until(() -> unlisted.size() >= 3);
    assertThat(unlisted).containsOnly("its reason is a-word-of-tomorrow");
    assertThat(tracker.batches.getLast().entries()).hasSize(1);
  }

  /** Links and manifests of strangers name trackers. */
  @Test
  void keepNothingOfATrackerThatNoResourceUses() {
    Announcer other = announcers.newAnnouncer(Requests.TRACKER, resource(0));
    for (int i = 1; i <= 100; i++) {
      TrackerAddress tracker = new TrackerAddress("192.0.2.1", i);
      Announcer announcer = announcers.newAnnouncer(tracker, resource(i));
      announcer.start();
      assertThat(announcers.queues()).isBetween(2, 3); // the one before may just go
      assertThat(announcer.stop()).succeedsWithin(Duration.ofSeconds(20));
    }

    await().until(() -> announcers.queues() == 1);
    assertThat(other.stop()).succeedsWithin(Duration.ofSeconds(20));
    await().until(() -> announcers.queues() == 0);
  }

  @Test
  void tellInAFewRequestsThatAllLeave() {
    List<Announcer> all = startAtOnce(10_000);
    await().until(() -> answered.sum() == 10_000);
    tracker.batches.clear();

    announcers.leave();

    CompletableFuture<?>[] left =
        all.stream().map(Announcer::stop).toArray(CompletableFuture[]::new);
    assertThat(CompletableFuture.allOf(left)).succeedsWithin(Duration.ofSeconds(20));
    assertThat(entries(STOPPED)).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(tracker.batches).hasSize(40);
    announcers.newAnnouncer(Requests.TRACKER, resource(0)).start();
    assertThat(CompletableFuture.runAsync(() -> {}, thread)).succeedsWithin(Duration.ofSeconds(20));
    assertThat(tracker.requests).isEmpty();
  }

  @Test
  void leaveThoseToldOfThatAreUnderWay() {
    tracker.hangs = true;
    List<Announcer> all = startAtOnce(10);
    await().until(() -> tracker.calls.size() == 1);
    tracker.hangs = false;

    announcers.leave();
    all.forEach(Announcer::stop);

    await()
        .until(() ->
            entries(STOPPED).size() + tracker.events().stream().filter(STOPPED::equals).count()
                == 10);
  }

  @Test
  void doNotWaitLongForATrackerThatHangs() {
    List<Announcer> all = startAtOnce(10);
    await().until(() -> answered.sum() == 10);
    tracker.hangs = true;

    CompletableFuture<?>[] left =
        all.stream().map(Announcer::stop).toArray(CompletableFuture[]::new);

    assertThat(CompletableFuture.allOf(left).orTimeout(20, TimeUnit.SECONDS))
        .succeedsWithin(Duration.ofSeconds(20));
  }

  /** Starts so many in one turn of the thread, as far as the queue can tell. */
  private List<Announcer> startAtOnce(int resources) {
    List<Announcer> started =
        IntStream.range(0, resources)
            .mapToObj(i -> announcers.newAnnouncer(Requests.TRACKER, resource(i)))
            .toList();
    CompletableFuture<Void> held = new CompletableFuture<>();
    thread.execute(held::join);
    started.forEach(Announcer::start);
    held.complete(null);
    return started;
  }

  private Announced resource(int number) {
    return new Announced(
        new InfoHash(new Bytes32(1, 2, 3, number)),
        Requests::progress,
        new AnnounceListener() {
          @Override
          public void answered(AnnounceResponse response) {
            answered.increment();
          }

          @Override
          public void unlisted(AnnounceResponse response, String why) {
            unlisted.add(why);
          }

          @Override
          public void failed(AnnounceFailure failure) {
            failed.increment();
          }
        });
  }

  private List<InfoHash> entries(AnnounceEvent event) {
    return tracker.batches.stream()
        .flatMap(batch -> batch.entries().stream())
        .filter(entry -> entry.event() == event)
        .map(BatchRequest.Entry::infoHash)
        .toList();
  }
}
