package io.torrentinno.agent.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for peers, on one port for all resources. An address that this machine does not have yet,
 * for example because its network comes up after the agent, is tried again until it has it.
 */
public final class PeerListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerListener.class);
  private static final int RETRY_MILLIS = 1000;

  private final Transport transport;
  private final ServerBootstrap server;
  private final InetSocketAddress address;
  private final Object lock = new Object();

  // Guarded by the lock.
  private @Nullable Channel channel;
  private boolean closed;

  private PeerListener(Transport transport, ServerBootstrap server, InetSocketAddress address) {
    this.transport = transport;
    this.server = server;
    this.address = address;
  }

  /**
   * Listens, or begins to try when this machine does not have the address yet.
   *
   * @param swarms the swarm of an info-hash, or null; called from any loop
   * @throws IOException when the address cannot be bound: because another process has the port, or
   *     because the machine does not have the address yet and the port is 0, which would be unknown
   *     to peers
   */
  public static PeerListener bind(
      Transport transport,
      InetSocketAddress address,
      ConnectionRules rules,
      Function<InfoHash, @Nullable Swarm> swarms)
      throws IOException {
    ServerBootstrap server =
        rules.tls().isOn()
            ? transport.server(
                transport.handshakeLoop(),
                () -> List.of(new FirstByteHandler(rules.tls()), new Accepting(rules, swarms)))
            : transport.server(transport.loopGroup(), () -> List.of(new Accepting(rules, swarms)));
    PeerListener listener = new PeerListener(transport, server, address);
    ChannelFuture bound = server.bind(address).awaitUninterruptibly();
    if (bound.isSuccess()) {
      listener.channel = bound.channel();
    } else if (address.getPort() != 0 && !isHere(address)) {
      log.warn(
          "This machine does not have the address {}, so peers cannot connect. Trying every second.",
          address.getAddress().getHostAddress());
      listener.retryLater();
    } else {
      String where = address.getAddress().getHostAddress() + ":" + address.getPort();
      throw new IOException(where + ": " + bound.cause().getMessage(), bound.cause());
    }
    return listener;
  }

  /** The port; when 0 was given, the one that the system chose. */
  public int port() {
    synchronized (lock) {
      return channel == null
          ? address.getPort()
          : ((InetSocketAddress) channel.localAddress()).getPort();
    }
  }

  @Override
  public void close() {
    Channel open;
    synchronized (lock) {
      closed = true;
      open = channel;
    }
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
  }

  private static boolean isHere(InetSocketAddress address) throws SocketException {
    return address.getAddress().isAnyLocalAddress()
        || NetworkInterface.getByInetAddress(address.getAddress()) != null;
  }

  private void retryLater() {
    transport.nextLoop().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void retry() {
    synchronized (lock) {
      if (!closed) {
        server.bind(address).addListener((ChannelFuture bound) -> retried(bound));
      }
    }
  }

  private void retried(ChannelFuture bound) {
    if (!bound.isSuccess()) {
      retryLater();
      return;
    }
    boolean late;
    synchronized (lock) {
      late = closed;
      channel = bound.channel();
    }
    if (late) {
      bound.channel().close();
    } else {
      log.info("Peers can connect to {} now", bound.channel().localAddress());
    }
  }

  static final class Accepting extends HandshakeHandler {
    private final ConnectionRules rules;
    private final Function<InfoHash, @Nullable Swarm> swarms;

    Accepting(ConnectionRules rules, Function<InfoHash, @Nullable Swarm> swarms) {
      super(rules.handshakeTime());
      this.rules = rules;
      this.swarms = swarms;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      super.channelActive(context);
      rules.admission().accepted(context.channel());
    }

    @Override
    @Nullable Swarm judge(Channel channel, Handshake handshake) {
      PeerId caller = handshake.peerId();
      if (caller.equals(rules.self()) || !caller.mayConnectTo(rules.self())) {
        return null;
      }
      if (tls(channel) == null && !rules.admitsPlain(caller)) {
        return null;
      }
      Swarm swarm = swarms.apply(handshake.infoHash());
      return swarm != null && rules.admission().admits(channel) ? swarm : null;
    }

    @Override
    void passed(Channel channel, Swarm swarm) {
      ByteBuf answer = channel.alloc().directBuffer(Handshake.LENGTH);
      new Handshake(rules.self(), swarm.infoHash()).encode(answer);
      channel.writeAndFlush(answer, channel.voidPromise());
    }

    @Override
    boolean isOutgoing() {
      return false;
    }
  }
}
