package io.torrentinno.agent.resource.lifecycle;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the tasks of many threads one at a time, in the order in which they came. It uses a thread
 * only while there are tasks.
 */
public final class Mailbox {
  private final Executor executor;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /**
   * An empty mailbox.
   *
   * @param executor its threads may block
   */
  public Mailbox(Executor executor) {
    this.executor = executor;
  }

  /** Runs a task in its turn; returns at once. */
  public void post(Runnable message) {
    waiting.add(message);
    if (size.getAndIncrement() == 0) {
      executor.execute(this::work);
    }
  }

  /** Runs a task in its turn. The future has its result. */
  public <T> CompletableFuture<T> ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    post(() -> {
      try {
        answer.complete(question.call());
      } catch (Exception | Error e) {
        answer.completeExceptionally(e);
      }
    });
    return answer;
  }

  /**
   * Runs a task in its turn, and waits for it.
   *
   * @param patience how long to wait for the turn. The task itself has no time limit
   * @return the result
   * @throws TimeoutException when the turn did not come in time. Then the task never runs
   * @throws ExecutionException when the task failed
   */
  public <T> T call(Callable<T> question, Duration patience)
      throws TimeoutException, ExecutionException, InterruptedException {
    AtomicBoolean taken = new AtomicBoolean();
    FutureTask<T> task = new FutureTask<>(question);
    post(() -> {
      if (taken.compareAndSet(false, true)) {
        task.run();
      }
    });
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (taken.compareAndSet(false, true)) {
        throw e;
      }
      return task.get();
    } catch (CancellationException e) {
      throw new IllegalStateException("a turn is never cancelled", e);
    }
  }

  private void work() {
    do {
      Runnable message = waiting.remove();
      try {
        message.run();
      } catch (RuntimeException | Error e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    } while (size.decrementAndGet() > 0);
  }
}
