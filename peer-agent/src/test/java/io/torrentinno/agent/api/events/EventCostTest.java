package io.torrentinno.agent.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.Delivery;
import io.torrentinno.agent.events.EventFilter;
import io.torrentinno.agent.events.Subscription;
import io.torrentinno.protocol.model.InfoHash;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What one listener costs while 50 of 10,000 resources move. CPU time, so load does not count. */
class EventCostTest {
  private static final int RESOURCES = 10_000;
  private static final int MOVING = 50;
  private static final int SECONDS = 200;
  private static final int TICKS_A_SECOND = 2;
  private static final long MOST_NANOS_A_SECOND = TimeUnit.MILLISECONDS.toNanos(10);

  private final Queue<Runnable> ticks = new ArrayDeque<>();
  private final AgentEvents events = new AgentEvents("e1", 8192, Samples::progress, ticks::add);
  private final List<InfoHash> resources =
      IntStream.range(0, RESOURCES).mapToObj(i -> Samples.infoHash("file " + i)).toList();

  @Test
  void costsLessThanTenMillisecondsASecond() throws Exception {
    CountedBytes out = new CountedBytes();
    EventWriter writer = new EventWriter(out, JsonMapper.builder().build());
    resources.forEach(events::moved);
    try (Subscription listener = events.subscribe(EventFilter.ALL)) {
      second(listener, writer);
      long before = out.count;
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long start = threads.getCurrentThreadCpuTime();
      for (int second = 0; second < SECONDS; second++) {
        second(listener, writer);
      }
      long nanos = (threads.getCurrentThreadCpuTime() - start) / SECONDS;

      System.out.printf(
          "%.2f ms of CPU a second, %d bytes a second%n",
          nanos / 1e6, (out.count - before) / SECONDS);
      assertThat(out.count - before).isGreaterThan((long) SECONDS * TICKS_A_SECOND * MOVING * 100);
      assertThat(nanos).isLessThan(MOST_NANOS_A_SECOND);
    }
  }

  /** A swarm looks at itself four times a second, and what is looked at is told twice a second. */
  private void second(Subscription listener, EventWriter writer) throws Exception {
    for (int tick = 0; tick < TICKS_A_SECOND; tick++) {
      resources.subList(0, MOVING).forEach(events::moved);
      resources.subList(0, MOVING).forEach(events::moved);
      ticks.remove().run();
      Delivery delivery = listener.next(Duration.ZERO);
      assertThat(delivery).isInstanceOf(Delivery.News.class);
      writer.write(delivery);
    }
  }

  private static final class CountedBytes extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }
}
