package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Listens for peers, on one port for all resources. */
public final class PeerListener implements AutoCloseable {
  private final Channel channel;

  private PeerListener(Channel channel) {
    this.channel = channel;
  }

  /**
   * Listens.
   *
   * @param self this agent's id
   * @param swarms the swarm of an info-hash, or null; called from any loop
   * @param admission how many callers there may be
   * @throws IOException when the address can't be bound
   */
  public static PeerListener bind(
      Transport transport,
      InetSocketAddress address,
      PeerId self,
      Function<InfoHash, @Nullable Swarm> swarms,
      Admission admission)
      throws IOException {
    var bound =
        transport
            .server(() -> new Accepting(self, swarms, admission))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      String where = address.getHostString() + ":" + address.getPort();
      throw new IOException(
          "can't listen for peers on " + where + ": " + bound.cause().getMessage(), bound.cause());
    }
    return new PeerListener(bound.channel());
  }

  /** The port, which the system chose if none was given. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  static final class Accepting extends HandshakeHandler {
    private final PeerId self;
    private final Function<InfoHash, @Nullable Swarm> swarms;
    private final Admission admission;

    Accepting(PeerId self, Function<InfoHash, @Nullable Swarm> swarms, Admission admission) {
      this.self = self;
      this.swarms = swarms;
      this.admission = admission;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      super.channelActive(context);
      admission.accepted(context.channel());
    }

    @Override
    @Nullable Swarm judge(Channel channel, Handshake handshake) {
      PeerId caller = handshake.peerId();
      if (caller.equals(self) || !caller.mayConnectTo(self)) {
        return null;
      }
      Swarm swarm = swarms.apply(handshake.infoHash());
      return swarm != null && admission.admits(channel) ? swarm : null;
    }

    @Override
    void passed(Channel channel, Swarm swarm) {
      ByteBuf answer = channel.alloc().directBuffer(Handshake.LENGTH);
      new Handshake(self, swarm.infoHash()).encode(answer);
      channel.writeAndFlush(answer, channel.voidPromise());
    }

    @Override
    boolean isOutgoing() {
      return false;
    }
  }
}
