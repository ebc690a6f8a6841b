package io.torrentinno.tracker.udp;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.loops.EventLoops;
import io.torrentinno.tracker.loops.Listeners;
import io.torrentinno.tracker.loops.Listeners.Others;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sockets of the UDP endpoint, one on each loop. To be used by one thread. */
public final class UdpEndpoint implements AutoCloseable {
  /** Longer packets are cut off; no request needs more. */
  static final int LONGEST_PACKET = 2_048;

  /** How many packets one system call receives. */
  private static final int BATCH = 64;

  /** How many addresses of this machine get a socket of their own. */
  private static final int MOST_ADDRESSES = 32;

  /** The time between two reads of the addresses of this machine. */
  private static final Duration ADDRESS_CHECK = Duration.ofSeconds(5);

  /** Bytes that the kernel keeps while the loops are busy, if the system allows so many. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  private final EventLoops eventLoops;
  private final UdpHandler handler;
  private final Others ownAddresses;
  private @Nullable Listeners listeners;

  /** An endpoint that is not open yet. */
  public UdpEndpoint(
      EventLoops eventLoops, AnnounceGateway gateway, ConnectionIds ids, MeterRegistry registry) {
    this(eventLoops, gateway, ids, registry, new Others(UdpEndpoint::ownAddresses, ADDRESS_CHECK));
  }

  UdpEndpoint(
      EventLoops eventLoops,
      AnnounceGateway gateway,
      ConnectionIds ids,
      MeterRegistry registry,
      Others ownAddresses) {
    this.ownAddresses = ownAddresses;
    this.eventLoops = eventLoops;
    this.handler = new UdpHandler(gateway, ids, new UdpMetrics(registry));
  }

  /**
   * Begins to answer as soon as the machine has the address.
   *
   * @param address port 0 stands for any free port
   * @throws IOException when another process has the port
   */
  public void open(InetSocketAddress address) throws IOException {
    Others others = address.getAddress().isAnyLocalAddress() ? ownAddresses : Others.NONE;
    Listeners opened = new Listeners(eventLoops, "UDP", this::socket, others);
    listeners = opened;
    opened.open(address);
  }

  /**
   * A socket for all addresses answers from the address that the system chooses. A caller that has
   * sent to another address ignores such an answer. So each address also gets a socket of its own.
   */
  private static Set<InetAddress> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(own -> !own.isLinkLocalAddress())
          .limit(MOST_ADDRESSES)
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      return Set.of(); // There is no interface yet.
    }
  }

  /** The port of the endpoint, when it is open. */
  public int port() {
    return Objects.requireNonNull(listeners).port();
  }

  private AbstractBootstrap<?, ?> socket(EventLoop loop) {
    Bootstrap socket =
        eventLoops
            .datagrams(loop)
            .handler(pipeline())
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(BATCH * LONGEST_PACKET).maxMessagesPerRead(BATCH));
    return eventLoops.isEpoll()
        ? socket.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LONGEST_PACKET)
        : socket;
  }

  /** Answers that are ready at about the same time are sent with one system call. */
  private ChannelInitializer<Channel> pipeline() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        boolean alsoOutsideOfReads = true;
        channel
            .pipeline()
            .addLast(new FlushConsolidationHandler(BATCH, alsoOutsideOfReads), handler);
      }
    };
  }

  @Override
  public void close() {
    if (listeners != null) {
      listeners.close();
    }
  }
}
