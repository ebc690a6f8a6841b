package io.torrentinno.agent.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CongestionControlTest {
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  @AfterEach
  void stop() {
    loops.shutdownGracefully().awaitUninterruptibly();
  }

  @Test
  void usesNoBbrWithinAMachine() {
    EpollSocketChannel socket = connectedOnLoopback();
    String before = CongestionControl.nameOf(socket);

    CongestionControl.fit(socket);

    if (before.equals("bbr")) {
      assertThat(CongestionControl.nameOf(socket)).isIn("cubic", "reno");
    } else {
      assertThat(CongestionControl.nameOf(socket)).isEqualTo(before).isNotEmpty();
    }
  }

  @Test
  void leavesOtherChannelsAlone() {
    EmbeddedChannel channel = new EmbeddedChannel();

    CongestionControl.fit(channel);

    assertThat(channel.isActive()).isTrue();
  }

  private EpollSocketChannel connectedOnLoopback() {
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .childHandler(new ChannelInboundHandlerAdapter())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    return (EpollSocketChannel)
        new Bootstrap()
            .group(loops)
            .channel(EpollSocketChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(server.localAddress())
            .syncUninterruptibly()
            .channel();
  }
}
