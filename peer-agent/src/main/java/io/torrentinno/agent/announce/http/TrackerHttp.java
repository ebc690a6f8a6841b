package io.torrentinno.agent.announce.http;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to trackers over {@code http} and {@code https}. One object serves all trackers.
 * Safe for use by several threads. It has an event loop of its own, so that answers of trackers
 * delay no transfer.
 */
public final class TrackerHttp implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loops;
  private final EventLoop loop;
  private final Connector connector;
  private final Timeouts timeouts;
  private volatile @Nullable ServerToken token;

  /** Used on the loop. */
  private final Map<Origin, TrackerConnectionPool> pools = new HashMap<>();

  /**
   * No connections at first.
   *
   * @param trust called for each connection over TLS; null: the certificates that the JVM trusts
   * @param guard checks the addresses of the servers
   */
  public TrackerHttp(
      Timeouts timeouts, Supplier<@Nullable TrustManagerFactory> trust, OutgoingGuard guard) {
    boolean epoll = Epoll.isAvailable();
    loops =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("tracker-io"),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    loop = loops.next();
    connector =
        new Connector(
            loop, epoll ? EpollSocketChannel.class : NioSocketChannel.class, trust, guard);
    this.timeouts = timeouts;
  }

  /** The thread on which answers arrive. */
  public ScheduledExecutorService loop() {
    return loop;
  }

  /** Sends a token with each request to its server from now on. */
  public void send(ServerToken sent) {
    token = sent;
  }

  /**
   * Sends a request, and returns at once. The caller may cancel the result.
   *
   * @param server such as {@code https://tracker.example.com:8443}; its path is ignored
   * @return completed on the loop; fails with an {@link HttpFailure}, after a bounded time
   */
  public CompletableFuture<HttpResponse> send(URI server, HttpRequest request) {
    Origin origin = Origin.of(server);
    ServerToken secret = token;
    Call call = new Call(secret == null ? request : request.with(secret.forRequestsTo(origin)));
    try {
      loop.execute(() -> pools.computeIfAbsent(origin, this::newPool).send(call));
    } catch (RejectedExecutionException e) {
      call.completeExceptionally(HttpFailure.closing());
    }
    return call;
  }

  private TrackerConnectionPool newPool(Origin origin) {
    return new TrackerConnectionPool(origin, connector, timeouts, () -> drop(origin));
  }

  private void drop(Origin origin) {
    pools.computeIfPresent(origin, (_, pool) -> pool.isUnused() ? null : pool);
  }

  /** How many servers have connections. */
  int pools() {
    return CompletableFuture.supplyAsync(pools::size, loop).join();
  }

  /** Ends all open requests; they fail. */
  @Override
  public void close() {
    try {
      loop.execute(() -> List.copyOf(pools.values()).forEach(TrackerConnectionPool::close));
    } catch (RejectedExecutionException e) {
      return; // It was closed before.
    }
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
