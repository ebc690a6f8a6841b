package io.torrentinno.tracker.udp;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/** The sockets of the UDP door, one on each loop. To be used by one thread. */
public final class UdpDoor implements AutoCloseable {
  /** Longer packets are cut off: there is no need for them. */
  static final int LONGEST_PACKET = 2_048;

  /** How many packets one system call takes in. */
  private static final int BATCH = 64;

  /** How many of this machine's addresses get a socket of their own. */
  private static final int MOST_ADDRESSES = 32;

  /** What the kernel may hold while the loops are busy; it gives less where it must. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  private final Transport transport;
  private final UdpHandler handler;
  private final List<Channel> sockets = new ArrayList<>();

  /** A door that is still closed. */
  public UdpDoor(
      Transport transport, Reception reception, ConnectionIds ids, MeterRegistry registry) {
    this.transport = transport;
    this.handler = new UdpHandler(reception, ids, new UdpMetrics(registry));
  }

  /**
   * Begins to answer.
   *
   * @param address port 0 stands for any that is free
   * @throws IOException when the port cannot be had
   */
  public void open(InetSocketAddress address) throws IOException {
    List<InetAddress> addresses = new ArrayList<>(List.of(address.getAddress()));
    if (address.getAddress().isAnyLocalAddress()) {
      addresses.addAll(ownAddresses());
    }
    sockets.addAll(transport.open(addresses, address.getPort(), this::socket));
  }

  /**
   * A socket for all addresses answers from whichever the system takes for the best, and a caller
   * that asked another does not take that for an answer: hence one for each as well. Addresses that
   * come later have to do with the first.
   */
  private static List<InetAddress> ownAddresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(own -> !own.isLinkLocalAddress())
        .limit(MOST_ADDRESSES)
        .toList();
  }

  /** The port that it answers at. */
  public int port() {
    return ((InetSocketAddress) sockets.getFirst().localAddress()).getPort();
  }

  private AbstractBootstrap<?, ?> socket(EventLoop loop) {
    Bootstrap socket =
        transport
            .datagrams(loop)
            .handler(handler)
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(BATCH * LONGEST_PACKET).maxMessagesPerRead(BATCH));
    return transport.isEpoll()
        ? socket.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LONGEST_PACKET)
        : socket;
  }

  @Override
  public void close() {
    sockets.forEach(socket -> socket.close().syncUninterruptibly());
    sockets.clear();
  }
}
