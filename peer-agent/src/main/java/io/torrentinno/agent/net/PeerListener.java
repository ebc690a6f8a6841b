package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
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
   * @throws IOException when the address can't be bound
   */
  public static PeerListener bind(
      Transport transport,
      InetSocketAddress address,
      PeerId self,
      Function<InfoHash, @Nullable Swarm> swarms)
      throws IOException {
    var bound =
        transport.server(() -> new Accepting(self, swarms)).bind(address).awaitUninterruptibly();
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

  private static final class Accepting extends HandshakeHandler {
    private final PeerId self;
    private final Function<InfoHash, @Nullable Swarm> swarms;

    Accepting(PeerId self, Function<InfoHash, @Nullable Swarm> swarms) {
      this.self = self;
      this.swarms = swarms;
    }

    @Override
    @Nullable Swarm judge(Handshake handshake) {
      PeerId caller = handshake.peerId();
      return caller.equals(self) || !caller.mayConnectTo(self)
          ? null
          : swarms.apply(handshake.infoHash());
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
