package io.torrentinno.tracker.loops;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops of all endpoints, and the kind of their sockets: epoll where it is available,
 * else NIO. With epoll every loop has sockets of its own, and the kernel divides incoming packets
 * and connections among them, so that nothing passes between threads. With NIO only the first loop
 * has a socket.
 */
public final class EventLoops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

  private final MultiThreadIoEventLoopGroup group;
  private final boolean epoll;
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          new DefaultThreadFactory("tracker-upkeep", /* daemon= */ true));

  /**
   * Starts the loops.
   *
   * @param threads the number of loops
   */
  public EventLoops(int threads) {
    epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("tracker-io"), io);
  }

  /**
   * Opens a port: a socket for every loop, or one socket where sockets cannot share a port. First
   * it checks that no other process has the port, because sockets that share a port would take
   * turns with that process.
   *
   * @param address port 0 stands for any free port
   * @param sockets {@link #datagrams} or {@link #server}, configured
   * @return the open sockets, at least one
   * @throws IOException when the port is not available
   */
  public List<Channel> open(
      InetSocketAddress address, Function<EventLoop, AbstractBootstrap<?, ?>> sockets)
      throws IOException {
    if (!epoll) {
      return List.of(bind(sockets.apply(group.next()), address));
    }
    Channel probe =
        bind(sockets.apply(group.next()).option(UnixChannelOption.SO_REUSEPORT, false), address);
    int found = ((InetSocketAddress) probe.localAddress()).getPort();
    probe.close().syncUninterruptibly();
    return share(new InetSocketAddress(address.getAddress(), found), sockets);
  }

  /**
   * Opens a socket for every loop at an address whose port may be open at other addresses. Only
   * with epoll.
   *
   * @throws IOException when a socket cannot be opened; then none is open
   */
  List<Channel> share(
      InetSocketAddress address, Function<EventLoop, AbstractBootstrap<?, ?>> sockets)
      throws IOException {
    List<Channel> open = new ArrayList<>();
    try {
      for (EventExecutor loop : group) {
        open.add(bind(sockets.apply((EventLoop) loop), address));
      }
      return open;
    } catch (IOException e) {
      open.forEach(Channel::close);
      throw e;
    }
  }

  /** Runs a task again and again, on a thread that may block, until the result is cancelled. */
  public ScheduledFuture<?> every(Duration time, Runnable task) {
    return upkeep.scheduleWithFixedDelay(
        () -> run(task), time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A periodic task failed", e);
    }
  }

  private static Channel bind(AbstractBootstrap<?, ?> socket, InetSocketAddress address)
      throws IOException {
    ChannelFuture bound = socket.bind(address).awaitUninterruptibly();
    if (bound.isSuccess()) {
      return bound.channel();
    }
    throw new IOException(
        "cannot listen at " + address + ": " + bound.cause().getMessage(), bound.cause());
  }

  Iterable<EventExecutor> loops() {
    return group;
  }

  /** Whether epoll is used, so that its options can be set. */
  public boolean isEpoll() {
    return epoll;
  }

  /** For a datagram socket on one loop. */
  public Bootstrap datagrams(EventLoop loop) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
    return epoll ? bootstrap.option(UnixChannelOption.SO_REUSEPORT, true) : bootstrap;
  }

  /** For a listening socket whose connections stay on the same loop; with NIO on all loops. */
  public ServerBootstrap server(EventLoop loop) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop, epoll ? loop : group)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
    return epoll ? bootstrap.option(UnixChannelOption.SO_REUSEPORT, true) : bootstrap;
  }

  /** For an outgoing connection on one loop. */
  public Bootstrap client(EventLoop loop) {
    Class<? extends Channel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    return new Bootstrap()
        .group(loop)
        .channel(type)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
  }

  /** Closes all sockets and waits for the loops to end. */
  @Override
  public void close() {
    upkeep.shutdown();
    Future<?> ended = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    ended.awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
