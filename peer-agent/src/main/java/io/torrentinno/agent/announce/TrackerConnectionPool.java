package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one tracker. What is asked while an answer is awaited goes out together afterwards,
 * one request behind the other (RFC 9112, 9.3.2), which is allowed since an announce that is made
 * twice does what it does once; a thousand take a few dozen reads and writes. Safe for use by
 * several threads.
 */
final class TrackerConnectionPool {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerConnectionPool.class);

  /** Requests that go out together. Their answers fit into what systems buffer. */
  static final int AT_A_TIME = 32;

  /** Where many wait, as they do for a tracker that is far. */
  static final int MOST_CONNECTIONS = 8;

  /** One announce: completed with the answer, or with an {@link AnnounceFailure}. */
  static final class Call extends CompletableFuture<HttpResponse> {
    private final byte[] body;

    Call(byte[] body) {
      this.body = body;
    }
  }

  private final URI tracker;
  private final Setup setup;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();

  // All guarded by the lock.
  private final Queue<Call> waiting = new ArrayDeque<>();
  private int connections;
  private int idle;

  /** Counts failures, each of which has the next connection try another of the addresses. */
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * What lines are made with.
   *
   * @param threads runs a task for each connection, for as long as that is kept
   * @param keep how long a connection is kept that nobody uses
   * @param timeouts how long a tracker may take
   * @param unused hears of the tracker whose last connection was closed
   */
  record Setup(
      Executor threads,
      Duration keep,
      PipelinedConnection.Timeouts timeouts,
      Consumer<URI> unused) {}

  /** Not connected yet. */
  TrackerConnectionPool(URI tracker, Setup setup) {
    this.tracker = tracker;
    this.setup = setup;
  }

  /** Asks; returns at once. What is cancelled before its turn is not sent. */
  void post(Call call) {
    lock.lock();
    try {
      waiting.add(call);
      if (idle > 0) {
        asked.signal();
      } else {
        connectMore();
      }
    } catch (RejectedExecutionException e) {
      call.completeExceptionally(new AnnounceFailure(Reason.UNREACHABLE, "the agent is closing"));
    } finally {
      lock.unlock();
    }
  }

  /** Whether no connection is open, and so nothing asked. */
  boolean isUnused() {
    lock.lock();
    try {
      return connections == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Another connection when there is none, or when more wait than one takes at a time. */
  private void connectMore() {
    int bearable = connections == 0 ? 0 : AT_A_TIME;
    if (waiting.size() > bearable && connections < MOST_CONNECTIONS) {
      setup.threads().execute(new Conversation());
      connections++;
    }
  }

  /** The calls that go out next; none when nobody has called for a while. */
  private List<Call> next() throws InterruptedException {
    lock.lock();
    idle++;
    try {
      long left = setup.keep().toNanos();
      while (waiting.isEmpty() && left > 0) {
        left = asked.awaitNanos(left);
      }
      return take(AT_A_TIME);
    } finally {
      idle--;
      lock.unlock();
    }
  }

  private List<Call> take(int most) {
    List<Call> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** What waits although nobody is here any more came in the last moment, or the agent closes. */
  private void ended() {
    List<Call> left = List.of();
    lock.lock();
    try {
      connections--;
      connectMore();
    } catch (RejectedExecutionException e) {
      left = take(waiting.size());
    } finally {
      lock.unlock();
    }
    fail(left, new AnnounceFailure(Reason.UNREACHABLE, "the agent is closing"));
    if (isUnused()) {
      setup.unused().accept(tracker);
    }
  }

  private static void fail(List<Call> calls, AnnounceFailure failure) {
    calls.forEach(call -> call.completeExceptionally(failure));
  }

  /** One connection at a time, from the first call until none has come for a while. */
  private final class Conversation implements Runnable {
    private @Nullable PipelinedConnection kept;

    @Override
    public void run() {
      List<Call> calls = List.of();
      try {
        for (calls = next(); !calls.isEmpty(); calls = next()) {
          ask(calls);
        }
      } catch (InterruptedException e) {
        LOG.debug("No more announces to {}: the agent is closing", tracker);
      } catch (RuntimeException e) {
        LOG.error("Announces to {} failed unexpectedly", tracker, e);
        fail(calls, new AnnounceFailure(Reason.MALFORMED, e.toString(), e));
      } finally {
        hangUp();
        ended();
      }
    }

    private void ask(List<Call> calls) {
      calls.removeIf(CompletableFuture::isDone);
      while (!calls.isEmpty() && connect(calls)) {
        PipelinedConnection connection = Objects.requireNonNull(kept);
        try {
          connection.post(calls.stream().map(call -> call.body).toList());
          answer(calls, connection);
        } catch (IOException e) {
          hangUp();
          brokenOff(calls, connection, e);
        }
      }
    }

    /** Where nobody is, those that wait are told too: they would find the same. */
    private boolean connect(List<Call> calls) {
      try {
        if (kept == null) {
          kept = PipelinedConnection.open(tracker, turn.get(), setup.timeouts());
        }
        return true;
      } catch (IOException e) {
        turn.incrementAndGet();
        lock.lock();
        try {
          calls.addAll(take(waiting.size()));
        } finally {
          lock.unlock();
        }
        fail(calls, failure(Reason.UNREACHABLE, "the tracker does not answer: ", e));
        return false;
      }
    }

    private void answer(List<Call> calls, PipelinedConnection connection) throws IOException {
      boolean last = false;
      while (!calls.isEmpty() && !last) {
        HttpResponse answer = connection.read();
        calls.removeFirst().complete(answer);
        last = answer.last();
      }
      if (last) {
        hangUp();
      }
    }

    /**
     * What was not answered is asked again, for a tracker may close a connection at any time, and
     * something between may forget it; but not forever.
     */
    private void brokenOff(List<Call> calls, PipelinedConnection connection, IOException e) {
      AnnounceFailure failure =
          connection.isAnswering()
              ? failure(Reason.MALFORMED, "the answer breaks off: ", e)
              : failure(Reason.UNREACHABLE, "the tracker does not answer: ", e);
      if (e instanceof SocketTimeoutException && connection.isKept()) {
        LOG.debug("{} did not answer over a kept connection; trying a new one", tracker);
      } else if (e instanceof SocketTimeoutException) {
        turn.incrementAndGet();
        fail(calls, failure);
        calls.clear();
      } else if (connection.isAnswering() || !connection.isUsed()) {
        calls.removeFirst().completeExceptionally(failure);
      }
    }

    private void hangUp() {
      PipelinedConnection open = kept;
      kept = null;
      if (open != null) {
        open.close();
      }
    }
  }

  private static AnnounceFailure failure(Reason reason, String what, IOException cause) {
    String why =
        switch (cause) {
          case SocketTimeoutException _ -> "it took too long";
          case ConnectException _, NoRouteToHostException _ -> "connection refused or no route";
          case UnknownHostException _ -> "there is no host of this name";
          default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    return new AnnounceFailure(reason, what + why, cause);
  }
}
