package io.torrentinno.tracker.door;

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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The event loops of all doors and the kind of their sockets: epoll where there is one, else NIO.
 * With epoll every loop has sockets of its own, among which the kernel shares out what comes in, so
 * that nothing passes from thread to thread; with NIO the first loop has the only one.
 */
public final class Transport implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group;
  private final boolean epoll;

  /**
   * Starts the loops.
   *
   * @param threads how many
   */
  public Transport(int threads) {
    epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("tracker-io"), io);
  }

  /**
   * Opens a port: a socket for every loop at every address, or one at the first address where
   * sockets cannot share a port. That nobody else has it is found out first, for sockets that share
   * ports would take turns with his.
   *
   * @param addresses one at least
   * @param port 0 stands for any that is free
   * @param sockets {@link #datagrams} or {@link #server}, made ready
   * @return the open sockets, one at least
   * @throws IOException when the port cannot be had
   */
  public List<Channel> open(
      List<InetAddress> addresses, int port, Function<EventLoop, AbstractBootstrap<?, ?>> sockets)
      throws IOException {
    InetSocketAddress first = new InetSocketAddress(addresses.getFirst(), port);
    if (!epoll) {
      return List.of(bind(sockets.apply(group.next()), first));
    }
    Channel probe =
        bind(sockets.apply(group.next()).option(UnixChannelOption.SO_REUSEPORT, false), first);
    int found = ((InetSocketAddress) probe.localAddress()).getPort();
    probe.close().syncUninterruptibly();
    List<Channel> open = new ArrayList<>();
    for (InetAddress address : addresses) {
      for (EventExecutor loop : group) {
        InetSocketAddress local = new InetSocketAddress(address, found);
        open.add(bind(sockets.apply((EventLoop) loop), local));
      }
    }
    return open;
  }

  private static Channel bind(AbstractBootstrap<?, ?> socket, InetSocketAddress address)
      throws IOException {
    ChannelFuture bound = socket.bind(address).awaitUninterruptibly();
    if (bound.isSuccess()) {
      return bound.channel();
    }
    throw new IOException("cannot listen at " + address, bound.cause());
  }

  /** Whether epoll does the work, and its options may be set. */
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

  /** For a listening socket whose connections stay on the same loop; with NIO, on all. */
  public ServerBootstrap server(EventLoop loop) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop, epoll ? loop : group)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
    return epoll ? bootstrap.option(UnixChannelOption.SO_REUSEPORT, true) : bootstrap;
  }

  /** For a connection of our own on one loop. */
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
    Future<?> ended = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    ended.awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
