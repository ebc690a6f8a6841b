package io.torrentinno.agent.api.server;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 that strangers can't fill up: a head that takes too long to arrive closes its
 * connection, and where there are nearly as many connections as there may be, those that have
 * waited longest for a head or for a next request make room.
 */
public final class BoundedProtocol extends Http11NioProtocol {
  /** Of the connections that there may be; beyond it room is made. */
  private static final double CROWDED = 0.75;

  private static final long SWEEP_MILLIS = 250;

  /** Connections whose request is being read or answered this moment. */
  private final Set<SocketWrapperBase<?>> busy = ConcurrentHashMap.newKeySet();

  private volatile ClientPace pace = ClientPace.DEFAULT;
  private @Nullable ScheduledFuture<?> sweeps;

  /** Says how slow clients may be; before the server starts. */
  void expect(ClientPace expected) {
    pace = expected;
  }

  ClientPace pace() {
    return pace;
  }

  /** Connections that there are now. */
  public long connections() {
    return getEndpoint().getConnections().size();
  }

  @Override
  protected Processor createProcessor() {
    return new BoundedProcessor(this, getAdapter());
  }

  void begins(SocketWrapperBase<?> connection) {
    busy.add(connection);
  }

  void ends(SocketWrapperBase<?> connection) {
    busy.remove(connection);
  }

  @Override
  public void start() throws Exception {
    super.start();
    sweeps =
        getUtilityExecutor()
            .scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws Exception {
    ScheduledFuture<?> running = sweeps;
    if (running != null) {
      running.cancel(false);
    }
    super.stop();
  }

  private void sweep() {
    AbstractEndpoint<NioChannel, ?> endpoint = getEndpoint();
    List<Waiting> waiting =
        endpoint.getConnections().stream()
            .filter(connection -> !busy.contains(connection))
            .map(Waiting::of)
            .sorted(Comparator.comparingLong(Waiting::since))
            .toList();
    long tooMany = endpoint.getConnectionCount() - (long) (endpoint.getMaxConnections() * CROWDED);
    long latest = System.currentTimeMillis() - pace.grace().toMillis();
    int closed = 0;
    for (Waiting one : waiting) {
      if (closed < tooMany || (one.hasBegun() && one.since() < latest)) {
        endpoint.processSocket(one.connection(), SocketEvent.ERROR, true);
        closed++;
      }
    }
  }

  /**
   * A connection whose client is to send something.
   *
   * @param since epoch milliseconds; when the head began, or when there was something last
   * @param hasBegun whether a part of a head is there
   */
  private record Waiting(SocketWrapperBase<NioChannel> connection, long since, boolean hasBegun) {
    static Waiting of(SocketWrapperBase<NioChannel> connection) {
      if (connection.getCurrentProcessor() instanceof BoundedProcessor processor
          && processor.headBegan() > 0) {
        return new Waiting(connection, processor.headBegan(), true);
      }
      long last =
          connection instanceof org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper nio
              ? nio.getLastRead()
              : 0;
      return new Waiting(connection, last, false);
    }
  }
}
