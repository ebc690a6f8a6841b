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
 * HTTP/1.1 whose connections strangers can't use up. Closes a connection when a head takes too long
 * to arrive, or when the client takes too long to read an answer. When nearly all connections are
 * in use, it closes those that have waited longest for a head, for the next request, or for the
 * client to read.
 */
public final class BoundedProtocol extends Http11NioProtocol {
  /** The share of the connections beyond which some are closed. */
  private static final double CROWDED = 0.75;

  private static final long SWEEP_MILLIS = 250;

  /**
   * Nanoseconds. When connections are short, a client that has not read for this time is closed.
   */
  private static final long UNREAD = TimeUnit.SECONDS.toNanos(1);

  /** Connections whose request is being read or answered now. */
  private final Set<SocketWrapperBase<?>> busy = ConcurrentHashMap.newKeySet();

  private volatile ClientPace pace = ClientPace.DEFAULT;
  private @Nullable ScheduledFuture<?> sweeps;

  /** A server of HTTP, or of HTTPS. */
  public BoundedProtocol() {
    super(new MeasuredEndpoint());
  }

  /** Sets how slow clients may be; to be called before the server starts. */
  void expect(ClientPace expected) {
    pace = expected;
  }

  ClientPace pace() {
    return pace;
  }

  /** The number of open connections. */
  public long connections() {
    return getEndpoint().getConnections().size();
  }

  @Override
  protected Processor createProcessor() {
    return new BoundedProcessor(this, getAdapter());
  }

  void begins(SocketWrapperBase<?> connection) {
    if (connection.getSocket() instanceof MeasuredChannel channel) {
      channel.meter().begin();
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

  /** Catches failures, because the timer would not call a sweep again after one. */
  private void keepSweeping() {
    try {
      sweep();
    } catch (RuntimeException e) {
      getLog().warn("The connections of the REST API could not be checked", e);
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

  /** The client, if it has to read an answer and has not read for a while; else null. */
  private @Nullable Waiting reading(SocketWrapperBase<NioChannel> connection) {
    if (!(connection.getSocket() instanceof MeasuredChannel channel)) {
      return null;
    }
    AnswerMeter meter = channel.meter();
    if (!meter.isWaiting() || meter.waited() < UNREAD) {
      return null;
    }
    long since = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(meter.waited());
    return new Waiting(connection, since, meter.isTooSlow(pace) ? Cause.SLOW_ANSWER : Cause.ANSWER);
  }

  /** The bytes for which the server waits. */
  private enum Cause {
    REQUEST,
    REST_OF_HEAD,
    ANSWER,
    /** The client reads too slowly, even while there is room. */
    SLOW_ANSWER
  }

  /**
   * A connection that waits for its client.
   *
   * @param since milliseconds since 1970: when the head began, when the last bytes came, or, for an
   *     answer, the present time less all the time that the client has let it wait
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

    /** Whether it is closed even while there is room. */
    boolean isLate(long latest) {
      return switch (cause) {
        case REQUEST, ANSWER -> false; // Tomcat has its own time limit
        case REST_OF_HEAD -> since < latest;
        case SLOW_ANSWER -> true;
      };
    }
  }

  /** Measures its connections. */
  private static final class MeasuredEndpoint extends NioEndpoint {
    @Override
    protected NioChannel createChannel(SocketBufferHandler buffers) {
      return isSSLEnabled() ? new TlsChannel(buffers, this) : new PlainChannel(buffers);
    }
  }
}
