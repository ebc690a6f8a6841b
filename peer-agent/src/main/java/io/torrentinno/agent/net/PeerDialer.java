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
import java.util.function.Consumer;
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
    dial(address, new Calling(swarm, peer, _ -> {}, failed));
  }

  /**
   * Connects to whichever peer is there, as {@link #connect} does.
   *
   * @param answered takes the peer's id, on the swarm's loop, before the swarm gets the connection
   */
  public void call(Swarm swarm, PeerAddress address, Consumer<PeerId> answered, Runnable failed) {
    dial(address, new Calling(swarm, null, answered, failed));
  }

  private void dial(PeerAddress address, Calling calling) {
    transport
        .client(calling.swarm.loop(), calling)
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
    private final Consumer<PeerId> answered;
    private final Runnable failed;

    /** The peer that must answer, or has answered. */
    private @Nullable PeerId callee;

    private boolean decided;

    Calling(Swarm swarm, @Nullable PeerId callee, Consumer<PeerId> answered, Runnable failed) {
      this.swarm = swarm;
      this.callee = callee;
      this.answered = answered;
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
      if (callee == null && self.mayConnectTo(handshake.peerId())) {
        callee = handshake.peerId();
      }
      boolean expected =
          handshake.peerId().equals(callee) && handshake.infoHash().equals(swarm.infoHash());
      return expected && admission.admits(channel) ? swarm : null;
    }

    @Override
    void passed(Channel channel, Swarm joined) {
      decided = true;
      if (callee != null) {
        answered.accept(callee);
      }
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
