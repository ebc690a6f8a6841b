package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.swarm.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to one Redis server. A few batches of calls are under way at a time, each one round trip;
 * the calls that come meanwhile make up the next one. So a lone call waits for nobody, and the more
 * there are, the less each costs. What waits is bounded, and refused beyond that.
 */
final class Lane {
  static final int MOST_WAITING = 10_000;
  private static final int MOST_BATCHES = 2;
  private static final int MOST_CALLS = 64;

  private final RedisLink link;
  private final RedisGate gate;
  private final RedisMetrics metrics;
  private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicInteger batches = new AtomicInteger();

  Lane(RedisLink link, RedisGate gate, RedisMetrics metrics) {
    this.link = link;
    this.gate = gate;
    this.metrics = metrics;
  }

  void submit(Call call) {
    if (!gate.admits()) {
      refuse(call, new StoreUnavailableException("Redis did not answer lately"));
    } else if (waitingCount.incrementAndGet() > MOST_WAITING) {
      waitingCount.decrementAndGet();
      refuse(call, new StoreUnavailableException("too many wait for Redis"));
    } else {
      waiting.add(call);
      sendWaiting();
    }
  }

  private void refuse(Call call, StoreUnavailableException why) {
    metrics.refused();
    call.result().completeExceptionally(why);
  }

  private void sendWaiting() {
    while (!waiting.isEmpty() && mayStartBatch()) {
      List<Call> batch = nextBatch();
      if (batch.isEmpty()) {
        batches.decrementAndGet();
      } else {
        send(batch);
      }
    }
  }

  private boolean mayStartBatch() {
    int current = batches.get();
    return current < MOST_BATCHES
        && (batches.compareAndSet(current, current + 1) || mayStartBatch());
  }

  private List<Call> nextBatch() {
    List<Call> batch = new ArrayList<>();
    while (batch.size() < MOST_CALLS) {
      Call call = waiting.poll();
      if (call == null) {
        break;
      }
      waitingCount.decrementAndGet();
      batch.add(call);
    }
    return batch;
  }

  private void send(List<Call> batch) {
    link.open()
        .whenComplete((_, failure) -> {
          if (failure == null) {
            Collection<List<Call>> groups = groups(batch);
            AtomicInteger unanswered = new AtomicInteger(groups.size());
            groups.forEach(group -> run(group, unanswered));
          } else {
            batches.decrementAndGet();
            fail(batch, failure);
          }
        });
  }

  private Collection<List<Call>> groups(List<Call> batch) {
    Map<Integer, List<Call>> groups = new HashMap<>();
    for (Call call : batch) {
      int group = link.groupOf(call.request().swarm());
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(call);
    }
    return groups.values();
  }

  /** The next batch leaves before anybody hears of this one: Redis is not to wait for us. */
  private void run(List<Call> group, AtomicInteger unanswered) {
    RedisMetrics.Sample sample = metrics.begin(group.size());
    link.run(group.stream().map(Call::request).toList())
        .whenComplete((replies, failure) -> {
          sample.end(failure == null);
          if (failure == null) {
            gate.succeeded();
          }
          if (unanswered.decrementAndGet() == 0) {
            batches.decrementAndGet();
            sendWaiting();
          }
          if (failure == null) {
            for (int i = 0; i < group.size(); i++) {
              group.get(i).result().complete(replies.get(i));
            }
          } else {
            fail(group, failure);
          }
        });
  }

  /** Fails calls, and with them those that wait behind them. */
  private void fail(List<Call> calls, Throwable cause) {
    gate.failed(cause);
    StoreUnavailableException failure =
        new StoreUnavailableException("Redis does not answer", cause);
    calls.forEach(call -> call.result().completeExceptionally(failure));
    List<Call> behind = nextBatch();
    while (!behind.isEmpty()) {
      behind.forEach(call -> refuse(call, failure));
      behind = nextBatch();
    }
  }
}
