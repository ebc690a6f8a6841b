package io.torrentinno.agent.announce.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The connections to one server. Requests of one turn of the event loop go out together, one after
 * the other: a thousand take a few dozen reads and writes. Lives on the loop.
 */
final class TrackerConnectionPool {
  /** The most connections, for a distant server with many requests. */
  static final int MOST_CONNECTIONS = 8;

  private final Origin origin;
  private final Connector connector;
  private final Timeouts timeouts;
  private final Runnable unused;
  private final Deque<Call> waiting = new ArrayDeque<>();
  private final List<PipelinedConnection> connections = new ArrayList<>();
  private boolean dispatching;
  private boolean closed;

  /** Counts failures. After each, the next connection tries another address first. */
  private int turn;

  /**
   * A pool without connections.
   *
   * @param unused called when no request waits and the last connection has ended
   */
  TrackerConnectionPool(Origin origin, Connector connector, Timeouts timeouts, Runnable unused) {
    this.origin = origin;
    this.connector = connector;
    this.timeouts = timeouts;
    this.unused = unused;
  }

  /** Sends a request soon. A request that is cancelled before its turn is not sent. */
  void send(Call call) {
    waiting.add(call);
    dispatchSoon();
  }

  /** A connection is open. */
  void isReady() {
    dispatchSoon();
  }

  /** A connection has answered. */
  void hasRoom() {
    if (!waiting.isEmpty()) {
      dispatch();
    }
  }

  private void dispatchSoon() {
    if (!dispatching) {
      dispatching = true;
      connector.loop().execute(this::dispatch);
    }
  }

  private void dispatch() {
    dispatching = false;
    for (PipelinedConnection connection : List.copyOf(connections)) {
      List<Call> next = take(connection.room());
      if (!next.isEmpty()) {
        connection.send(next);
      }
    }
    if (!waiting.isEmpty() && !closed) {
      connectMore();
    }
  }

  private List<Call> take(int most) {
    List<Call> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty()) {
      Call call = waiting.remove();
      if (!call.isDone()) {
        taken.add(call);
      }
    }
    return taken;
  }

  /**
   * Opens another connection when there is none, or when more requests wait than one connection
   * takes at a time.
   */
  private void connectMore() {
    int bearable = connections.isEmpty() ? 0 : PipelinedConnection.WINDOW;
    boolean opening = connections.stream().anyMatch(PipelinedConnection::isOpening);
    if (waiting.size() > bearable && !opening && connections.size() < MOST_CONNECTIONS) {
      PipelinedConnection connection = new PipelinedConnection(this, origin, timeouts);
      connections.add(connection);
      connector.open(origin, turn, timeouts.connect(), connection);
    }
  }

  /** When there is no connection, requests that wait fail, too: they would find the same. */
  void couldNotOpen(PipelinedConnection connection, Throwable failure) {
    connections.remove(connection);
    turn++;
    if (connections.isEmpty()) {
      HttpFailure reason = closed ? HttpFailure.closing() : HttpFailure.unreachable(failure);
      List<Call> failed = take(waiting.size());
      failed.forEach(call -> call.completeExceptionally(reason));
    }
    restOrGoOn();
  }

  /**
   * A connection has ended.
   *
   * @param again the requests without an answer
   * @param late whether the server did not answer in time
   */
  void hasEnded(PipelinedConnection connection, List<Call> again, boolean late) {
    connections.remove(connection);
    turn += late && again.isEmpty() ? 1 : 0;
    if (closed) {
      again.forEach(call -> call.completeExceptionally(HttpFailure.closing()));
    } else {
      again.reversed().forEach(waiting::addFirst);
      restOrGoOn();
    }
  }

  private void restOrGoOn() {
    if (!waiting.isEmpty()) {
      dispatchSoon();
    } else if (connections.isEmpty()) {
      unused.run();
    }
  }

  /** Whether no request waits and there is no connection. */
  boolean isUnused() {
    return waiting.isEmpty() && connections.isEmpty();
  }

  /** Ends all connections; open requests fail. */
  void close() {
    closed = true;
    List.copyOf(connections).forEach(connection -> connection.end(HttpFailure.closing()));
    take(waiting.size()).forEach(call -> call.completeExceptionally(HttpFailure.closing()));
  }
}
