package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.StreamMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.Outbox.Pending;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class LogReaderTest {
  private static final byte[] KEY = {};

  private int changesUntilFailure = -1;
  private final MemorySwarmStore table =
      new MemorySwarmStore(
          Duration.ofMinutes(1), Caps.NONE, this::nanoTime, ThreadLocalRandom::current);
  private final Outbox outbox = new Outbox();
  private final LogReader reader =
      new LogReader(table, outbox, new RedisMetrics(new SimpleMeterRegistry()));

  /** The table reads its clock once for each change. */
  private long nanoTime() {
    if (changesUntilFailure >= 0 && changesUntilFailure-- == 0) {
      throw new OutOfMemoryError("for this test");
    }
    return System.nanoTime();
  }

  @Test
  void keepsTheChangesOfAnEntryInTheOutboxUntilTheyAreApplied() {
    CompletableFuture<Selection> answer = new CompletableFuture<>();
    Listed listed = new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0);
    outbox.add(new Pending(listed, 9, 0, answer));
    byte[] entry = outbox.nextEntries(0).getFirst().bytes();

    changesUntilFailure = 0;
    assertThatThrownBy(() -> read(entry)).isInstanceOf(OutOfMemoryError.class);

    List<Change> left = new ArrayList<>();
    outbox.drainAll(pending -> left.add(pending.change()));
    assertThat(left).containsExactly(listed);
    assertThat(answer).isNotDone();
  }

  @Test
  void appliesTheRestOfAnEntryThatFailed() {
    Announce present = Peers.announce(swarm(1), leecher(1));
    Announce completes = new Announce(swarm(1), seeder(2), Announce.Kind.COMPLETED, present.want());
    List<Change> changes = List.of(new Listed(completes, 0, 0), new Listed(present, 1, 0));
    byte[] entry = new LogEntry(7, 1, changes).bytes();

    changesUntilFailure = 1;
    assertThatThrownBy(() -> read(entry)).isInstanceOf(OutOfMemoryError.class);
    read(entry);
    read(entry);

    assertThat(table.scrape(swarm(1)).join()).isEqualTo(new SwarmCounts(1, 1, 1));
  }

  @Test
  void answersAnAnnounceWhenItsEntryIsRead() {
    CompletableFuture<Selection> answer = new CompletableFuture<>();
    outbox.add(new Pending(new Listed(Peers.announce(swarm(1), leecher(1)), 0, 0), 9, 0, answer));

    read(outbox.nextEntries(0).getFirst().bytes());

    assertThat(answer).isCompletedWithValueMatching(selection -> selection.counts().peers() == 1);
    assertThat(outbox.isAllReadBack()).isTrue();
  }

  private void read(byte[] entry) {
    reader.apply(List.of(new StreamMessage<>(KEY, "1-0", Map.of(KEY, entry))));
  }
}
