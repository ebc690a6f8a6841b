package io.torrentinno.agent.api.server;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 that strangers can't fill up: a head that takes too long to arrive, or an answer that
 * takes too long to be read, closes its connection. Where there are nearly as many connections as
 * there may be, those make room that have waited longest for a head, for a next request, or for the
 * client to read.
 */
public final class BoundedProtocol extends Http11NioProtocol {
  /** Of the connections that there may be; beyond it room is made. */
  private static final double CROWDED = 0.75;

  private static final long SWEEP_MILLIS = 250;

  /** A client that has not read for so long, in nanoseconds, makes room where that is short. */
  private static final long UNREAD = TimeUnit.SECONDS.toNanos(1);

  /** Connections whose request is being read or answered this moment. */
  private final Set<SocketWrapperBase<?>> busy = ConcurrentHashMap.newKeySet();

  private volatile ClientPace pace = ClientPace.DEFAULT;
  private @Nullable ScheduledFuture<?> sweeps;

  /** A server of plain HTTP. */
  public BoundedProtocol() {
    super(new MeasuredEndpoint());
  }

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
    if (connection.getSocket() instanceof MeasuredChannel channel) {
      channel.begin();
    }
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
            .scheduleWithFixedDelay(
                this::keepSweeping, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws Exception {
    ScheduledFuture<?> running = sweeps;
    if (running != null) {
      running.cancel(false);
    }
    super.stop();
  }

  /** One sweep that fails would else be the last one. */
  private void keepSweeping() {
    try {
      sweep();
    } catch (RuntimeException e) {
      getLog().warn("Connections of the REST API could not be looked at", e);
    }
  }

  private void sweep() {
    AbstractEndpoint<NioChannel, ?> endpoint = getEndpoint();
    Set<SocketWrapperBase<NioChannel>> connections = endpoint.getConnections();
    if (connections.isEmpty()) {
      return;
    }
    List<Waiting> waiting =
        connections.stream()
            .map(connection ->
                busy.contains(connection) ? reading(connection) : Waiting.of(connection))
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingLong(Waiting::since))
            .toList();
    long tooMany = endpoint.getConnectionCount() - (long) (endpoint.getMaxConnections() * CROWDED);
    long latest = System.currentTimeMillis() - pace.grace().toMillis();
    int closed = 0;
    for (Waiting one : waiting) {
      if (closed < tooMany || one.isLate(latest)) {
        close(one);
        closed++;
      }
    }
  }

  private void close(Waiting one) {
    if (one.cause() == Cause.ANSWER || one.cause() == Cause.SLOW_ANSWER) {
      new ServedConnection(one.connection()).breakOff();
    } else {
      getEndpoint().processSocket(one.connection(), SocketEvent.ERROR, true);
    }
  }

  /** The client that is to read an answer; null when none has to. */
  private @Nullable Waiting reading(SocketWrapperBase<NioChannel> connection) {
    if (!(connection.getSocket() instanceof MeasuredChannel channel)
        || !channel.isWaiting()
        || channel.waited() < UNREAD) {
      return null;
    }
    long since = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(channel.waited());
    return new Waiting(
        connection, since, channel.isTooSlow(pace) ? Cause.SLOW_ANSWER : Cause.ANSWER);
  }

  /** What a client is waited for. */
  private enum Cause {
    REQUEST,
    REST_OF_HEAD,
    ANSWER,
    /** It reads it more slowly than is borne. */
    SLOW_ANSWER
  }

  /**
   * A connection whose client is to do something.
   *
   * @param since epoch milliseconds; when the head began, when there was something last, or when it
   *     would have begun to keep the answer waiting, had it done so without a break
   */
  private record Waiting(SocketWrapperBase<NioChannel> connection, long since, Cause cause) {
    static Waiting of(SocketWrapperBase<NioChannel> connection) {
      if (connection.getCurrentProcessor() instanceof BoundedProcessor processor
          && processor.headBegan() > 0) {
        return new Waiting(connection, processor.headBegan(), Cause.REST_OF_HEAD);
      }
      long last = connection instanceof NioEndpoint.NioSocketWrapper nio ? nio.getLastRead() : 0;
      return new Waiting(connection, last, Cause.REQUEST);
    }

    /** Whether it is closed though there is room. */
    boolean isLate(long latest) {
      return switch (cause) {
        case REQUEST, ANSWER -> false; // the server has a time limit of its own
        case REST_OF_HEAD -> since < latest;
        case SLOW_ANSWER -> true;
      };
    }
  }

  /** Measures its connections; those of TLS, which this agent does not offer, it does not. */
  private static final class MeasuredEndpoint extends NioEndpoint {
    @Override
    protected NioChannel createChannel(SocketBufferHandler buffers) {
      return isSSLEnabled() ? super.createChannel(buffers) : new MeasuredChannel(buffers);
    }
  }
}
