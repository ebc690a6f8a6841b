package io.torrentinno.agent.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses TCP's congestion control by the round trip of a connection. To a near peer the timers of
 * BBR cost a quarter more processor time and gain nothing, so a control that reacts to losses is
 * chosen. On a long way such a control halves its rate at every lost packet, and BBR keeps it up.
 * When the system does not offer a choice, or not to this user, its default stays (Linux: {@code
 * tcp(7)}).
 */
final class CongestionControl {
  private static final Logger log = LoggerFactory.getLogger(CongestionControl.class);

  private static final int IPPROTO_TCP = 6;
  private static final int TCP_CONGESTION = 13;
  private static final int NAME_BYTES = 16;
  private static final RawUnixChannelOption OPTION =
      new RawUnixChannelOption("TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, NAME_BYTES);

  private static final String BBR = "bbr";

  /** Any user may choose the last one. */
  private static final List<String> LOSS_BASED = List.of("cubic", "reno");

  private static final long NEAR_MICROS = 2_000;
  private static final long FAR_MICROS = 10_000;

  private CongestionControl() {}

  /** Chooses for an open connection, if this system allows it. */
  static void fit(Channel channel) {
    if (!(channel instanceof EpollSocketChannel socket)) {
      return;
    }
    try {
      String current = nameOf(socket);
      long rtt = roundTripMicros(socket);
      if (rtt < NEAR_MICROS && current.equals(BBR)) {
        setFirst(socket, LOSS_BASED);
      } else if (rtt > FAR_MICROS && !current.equals(BBR)) {
        setFirst(socket, List.of(BBR));
      }
    } catch (ChannelException e) {
      log.debug("{}: no congestion control: {}", channel.remoteAddress(), e.toString());
    }
  }

  /** The present control of a connection, as the system calls it. */
  static String nameOf(EpollSocketChannel socket) {
    ByteBuffer name = socket.config().getOption(OPTION);
    return US_ASCII.decode(name).toString().replace("\0", "");
  }

  /** Sets the first control that the system allows. */
  private static void setFirst(EpollSocketChannel socket, List<String> names) {
    for (String name : names) {
      try {
        byte[] padded = Arrays.copyOf(name.getBytes(US_ASCII), NAME_BYTES);
        socket.config().setOption(OPTION, ByteBuffer.wrap(padded));
        return;
      } catch (ChannelException e) {
        log.debug("{}: not {}: {}", socket.remoteAddress(), name, e.toString());
      }
    }
  }

  private static long roundTripMicros(EpollSocketChannel socket) {
    InetSocketAddress peer = socket.remoteAddress();
    boolean loopback = peer != null && peer.getAddress().isLoopbackAddress();
    return loopback ? 0 : socket.tcpInfo().rtt();
  }
}
