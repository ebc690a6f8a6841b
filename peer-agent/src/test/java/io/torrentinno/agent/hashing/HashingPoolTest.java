package io.torrentinno.agent.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HashingPoolTest {
  private final HashingPool pool = new HashingPool(1);
  private final ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
  private final Gate gate = new Gate();

  @AfterEach
  void close() {
    gate.open.release();
    pool.close();
  }

  @Test
  void doesPeoplesTasksBeforeThoseOfARestartAndShortOnesFirst() throws Exception {
    HashingTicket blocker = pool.submit(gate, Urgency.PERSON);
    gate.entered.acquire();
    submit("restart, short", 1, Urgency.RESTART);
    submit("person, long", 50, Urgency.PERSON);
    HashingTicket last = submit("restart, long", 60, Urgency.RESTART);
    submit("person, short", 2, Urgency.PERSON);
    gate.open.release();

    blocker.await();
    last.await();
    assertThat(ended)
        .containsExactly("person, short", "person, long", "restart, short", "restart, long");
  }

  @Test
  void letsAShortTaskPassALongOneThatIsUnderWay() throws Exception {
    Endless endless = new Endless();
    pool.submit(endless, Urgency.PERSON);
    await().until(() -> endless.steps > 0);

    submit("short", 3, Urgency.PERSON).await();

    assertThat(ended).containsExactly("short");
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void goesOnWithTheOldestTaskThoughMoreUrgentOnesNeverEnd() {
    Endless old = new Endless();
    pool.submit(old, Urgency.RESTART);
    List.of(new Endless(), new Endless()).forEach(it -> pool.submit(it, Urgency.PERSON));
    long before = old.steps;

    await().atMost(Duration.ofSeconds(30)).until(() -> old.steps > before + 2);
  }

  @Test
  void cancelsATaskThatWaitsAtOnce() throws Exception {
    pool.submit(gate, Urgency.PERSON);
    gate.entered.acquire();
    HashingTicket waiting = submit("waiting", 5, Urgency.PERSON);

    waiting.cancel();

    assertThat(waiting.done()).isCompletedExceptionally();
    assertThatThrownBy(waiting::await).isInstanceOf(CancellationException.class);
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void cancelsATaskThatRunsAfterItsStep() {
    Endless endless = new Endless();
    HashingTicket ticket = pool.submit(endless, Urgency.PERSON);
    await().until(() -> endless.steps > 0);

    ticket.cancel();

    assertThatThrownBy(ticket::await).isInstanceOf(CancellationException.class);
    assertThat(pool.size()).isZero();
  }

  @Test
  void cancelsATaskThatIsSubmittedAfterwards() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    Endless endless = new Endless();

    assertThatThrownBy(() -> pool.run(endless, Urgency.PERSON, cancellation))
        .isInstanceOf(CancellationException.class);

    assertThat(endless.steps).isZero();
  }

  @Test
  void handsOnWhatATaskThrowsAndGoesOn() throws Exception {
    HashingTicket failing = pool.submit(new Failing(), Urgency.PERSON);

    assertThatThrownBy(failing::await).isInstanceOf(IOException.class).hasMessage("bad sector");
    submit("next", 1, Urgency.PERSON).await();
    assertThat(ended).containsExactly("next");
  }

  @Test
  void cancelsEverythingWhenItCloses() throws Exception {
    HashingTicket running = pool.submit(new Endless(), Urgency.PERSON);
    HashingTicket waiting = pool.submit(new Endless(), Urgency.RESTART);

    CompletableFuture.runAsync(pool::close).get(30, TimeUnit.SECONDS);

    assertThatThrownBy(running::await).isInstanceOf(CancellationException.class);
    assertThatThrownBy(waiting::await).isInstanceOf(CancellationException.class);
    assertThatThrownBy(pool.submit(new Endless(), Urgency.PERSON)::await)
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void keepsNoTaskThatIsDone() throws Exception {
    WeakReference<HashingTask> done = runToItsEnd();

    await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(done.get()).isNull();
        });
  }

  private WeakReference<HashingTask> runToItsEnd() throws IOException {
    HashingTask task = new Counted("done", 1);
    pool.submit(task, Urgency.PERSON).await();
    return new WeakReference<>(task);
  }

  private HashingTicket submit(String name, int steps, Urgency urgency) {
    return pool.submit(new Counted(name, steps), urgency);
  }

  /** Ends after some steps. */
  private final class Counted implements HashingTask {
    private final String name;
    private volatile int left;

    Counted(String name, int steps) {
      this.name = name;
      left = steps;
    }

    @Override
    public long bytesLeft() {
      return (long) left * STEP_BYTES;
    }

    @Override
    public boolean step(byte[] scratch) {
      int now = left - 1;
      left = now;
      if (now == 0) {
        ended.add(name);
      }
      return now == 0;
    }
  }

  /** Never ends by itself. */
  private static final class Endless implements HashingTask {
    private volatile long steps;

    @Override
    public long bytesLeft() {
      return Long.MAX_VALUE;
    }

    @Override
    public boolean step(byte[] scratch) {
      long now = steps;
      steps = now + 1;
      return false;
    }
  }

  /** Holds the thread until it is let go. */
  private static final class Gate implements HashingTask {
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore open = new Semaphore(0);

    @Override
    public long bytesLeft() {
      return 0;
    }

    @Override
    public boolean step(byte[] scratch) {
      entered.release();
      open.acquireUninterruptibly();
      return true;
    }
  }

  private static final class Failing implements HashingTask {
    @Override
    public long bytesLeft() {
      return 1;
    }

    @Override
    public boolean step(byte[] scratch) throws IOException {
      throw new IOException("bad sector");
    }
  }
}
