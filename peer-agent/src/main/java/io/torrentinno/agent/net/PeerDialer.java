package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Connects to peers. */
public final class PeerDialer {
  private final Transport transport;
  private final PeerId self;
  private final Admission admission;

  /**
   * Connects through {@code transport}.
   *
   * @param self this agent's id
   * @param admission limits the connections
   */
  public PeerDialer(Transport transport, PeerId self, Admission admission) {
    this.transport = transport;
    this.self = self;
    this.admission = admission;
  }

  /**
   * Connects. When the handshake passes, the swarm gets the connection; otherwise {@code failed}
   * runs, on the swarm's loop.
   *
   * @param peer the peer that must answer
   */
  public void connect(Swarm swarm, PeerId peer, PeerAddress address, Runnable failed) {
    Calling calling = new Calling(swarm, peer, failed);
    transport
        .client(swarm.loop(), calling)
        .connect(new InetSocketAddress(address.ip(), address.port()))
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess()) {
                    calling.fail();
                  }
                });
  }

  private final class Calling extends HandshakeHandler {
    private final Swarm swarm;
    private final PeerId callee;
    private final Runnable failed;
    private boolean decided;

    Calling(Swarm swarm, PeerId callee, Runnable failed) {
      this.swarm = swarm;
      this.callee = callee;
      this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      super.channelActive(context);
      ByteBuf greeting = context.alloc().directBuffer(Handshake.LENGTH);
      new Handshake(self, swarm.infoHash()).encode(greeting);
      context.writeAndFlush(greeting, context.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      fail();
    }

    @Override
    @Nullable Swarm judge(Channel channel, Handshake handshake) {
      boolean expected =
          handshake.peerId().equals(callee) && handshake.infoHash().equals(swarm.infoHash());
      return expected && admission.admits(channel) ? swarm : null;
    }

    @Override
    void passed(Channel channel, Swarm joined) {
      decided = true;
    }

    @Override
    boolean isOutgoing() {
      return true;
    }

    void fail() {
      if (!decided) {
        decided = true;
        failed.run();
      }
    }
  }
}
