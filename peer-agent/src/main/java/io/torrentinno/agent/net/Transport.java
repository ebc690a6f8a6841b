package io.torrentinno.agent.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.internal.PlatformDependent;
import io.torrentinno.agent.net.pacing.RateLimiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The event loops and the kind of sockets: epoll where there is one, else NIO. */
public final class Transport implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  /** The most bytes of messages that a peer leaves unread; beyond it the connection is closed. */
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(1 << 20, 4 << 20);

  /**
   * This allocator returns the buffer that was released last, which the processor still has in its
   * cache. Netty's other allocator maps new memory for receive buffers again and again, and the
   * system clears it.
   */
  private static final PooledByteBufAllocator BUFFERS = PooledByteBufAllocator.DEFAULT;

  private final MultiThreadIoEventLoopGroup loops;
  private final MultiThreadIoEventLoopGroup handshakes;
  private final Class<? extends ServerChannel> serverType;
  private final Class<? extends Channel> socketType;

  /** All connections; those that are added after it is closed are closed, too. */
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  /**
   * Starts the loops.
   *
   * @param threads the number of loops
   */
  public Transport(int threads) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("peer-io"), io);
    handshakes = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("peer-handshake"), io);
    serverType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    socketType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** Bytes of memory outside the heap for receive buffers, in use or not. */
  public static long bufferBytes() {
    return BUFFERS.metric().usedDirectMemory();
  }

  /** The limit of {@link #bufferBytes}; beyond it receiving fails. */
  public static long bufferLimit() {
    return PlatformDependent.maxDirectMemory();
  }

  /** All loops. */
  public List<Executor> loops() {
    List<Executor> found = new ArrayList<>();
    loops.forEach(found::add);
    return found;
  }

  /** One of the loops, each in turn. */
  public EventLoop nextLoop() {
    return loops.next();
  }

  /** A limiter without a limit; its ticks run on one of the loops. */
  public RateLimiter rateLimiter() {
    EventLoop timer = loops.next();
    return new RateLimiter(
        System::nanoTime,
        task -> timer.schedule(task, RateLimiter.TICK_NANOS, TimeUnit.NANOSECONDS));
  }

  /** The loops of all connections. */
  EventLoopGroup loopGroup() {
    return loops;
  }

  /**
   * One loop for the TLS handshakes of callers. They cost processor time, so those of strangers
   * must not run on the loops of the transfers, nor at the same time on several.
   */
  EventLoopGroup handshakeLoop() {
    return handshakes;
  }

  /**
   * Accepts callers.
   *
   * @param first the loops that callers begin on
   * @param handlers makes the handlers of a caller, in their order
   */
  ServerBootstrap server(EventLoopGroup first, Supplier<List<ChannelHandler>> handlers) {
    return new ServerBootstrap()
        .group(loops, first)
        .channel(serverType)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .childOption(ChannelOption.ALLOCATOR, BUFFERS)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                open.add(channel);
                handlers.get().forEach(channel.pipeline()::addLast);
              }
            });
  }

  Bootstrap client(EventLoop loop, ChannelHandler handlers) {
    return new Bootstrap()
        .group(loop)
        .channel(socketType)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .option(ChannelOption.ALLOCATOR, BUFFERS)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                open.add(channel);
                channel.pipeline().addLast(handlers);
              }
            });
  }

  /**
   * Closes all sockets and waits for the loops to end. The sockets come first: a loop that is told
   * to end while it runs tasks does not close its sockets, and never releases their buffers.
   */
  @Override
  public void close() {
    open.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
    Future<?> handshakesEnded = handshakes.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    Future<?> ended = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    handshakesEnded.awaitUninterruptibly(5, TimeUnit.SECONDS);
    ended.awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
