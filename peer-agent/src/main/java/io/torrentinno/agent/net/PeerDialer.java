package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TlsFailure;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connects to peers. */
public final class PeerDialer {
  /** Is called when a connection to a peer has failed. */
  @FunctionalInterface
  public interface FailedCall {
    /** {@code why} is null when the reason is not known. */
    void accept(@Nullable CallFailure why);
  }

  private final Transport transport;
  private final ConnectionRules rules;

  /** Connects through {@code transport}. */
  public PeerDialer(Transport transport, ConnectionRules rules) {
    this.transport = transport;
    this.rules = rules;
  }

  /**
   * Connects. When the handshake passes, the swarm gets the connection; otherwise {@code failed} is
   * called, on the swarm's loop. The connection is encrypted if both take TLS.
   *
   * @param peer the peer that must answer
   * @param failed takes the reason
   */
  public void connect(Swarm swarm, PeerId peer, PeerAddress address, FailedCall failed) {
    if (rules.tls().isRequired() && !peer.takesTls()) {
      rules.tls().failed(TlsFailure.PLAINTEXT);
      swarm.loop().execute(() -> failed.accept(CallFailure.NO_TLS));
      return;
    }
    Calling calling = new Calling(swarm, peer, _ -> {}, failed);
    dial(address, calling, rules.mustEncrypt(peer));
  }

  /**
   * Connects to whichever peer is there, as {@link #connect} does. It begins with TLS if this agent
   * takes TLS. Where that fails, and TLS is not required, a second connection is in the clear.
   *
   * @param answered takes the peer's id, on the swarm's loop, before the swarm gets the connection
   * @param failed takes the reason
   */
  public void call(Swarm swarm, PeerAddress address, Consumer<PeerId> answered, FailedCall failed) {
    Runnable plain = () -> dial(address, new Calling(swarm, null, answered, failed), false);
    if (!rules.tls().isOn()) {
      plain.run();
    } else if (rules.tls().isRequired()) {
      dial(address, new Calling(swarm, null, answered, failed), true);
    } else {
      dial(address, new Calling(swarm, null, answered, failed, plain), true);
    }
  }

  private void dial(PeerAddress address, Calling calling, boolean encrypted) {
    transport
        .client(calling.swarm.loop(), encrypted ? new Encrypting(calling) : calling)
        .connect(new InetSocketAddress(address.ip(), address.port()))
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess()) {
                    calling.fail(CallFailure.of(connected.cause()));
                  }
                });
  }

  /** Puts the handler that encrypts before the one that calls. */
  private final class Encrypting extends ChannelInitializer<Channel> {
    private final Calling calling;

    Encrypting(Calling calling) {
      this.calling = calling;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel.pipeline().addLast("tls", rules.tls().handler(channel, true)).addLast(calling);
    }
  }

  private final class Calling extends HandshakeHandler {
    private final Swarm swarm;
    private final Consumer<PeerId> answered;
    private final FailedCall failed;

    /** Runs instead when the peer is there and has no TLS. */
    private final @Nullable Runnable noTls;

    /** The peer that must answer, or has answered. */
    private @Nullable PeerId callee;

    private boolean decided;

    /** Why one side does not accept the other's certificate; null while that is not so. */
    private @Nullable CallFailure refusal;

    Calling(Swarm swarm, @Nullable PeerId callee, Consumer<PeerId> answered, FailedCall failed) {
      this(swarm, callee, answered, failed, null);
    }

    Calling(
        Swarm swarm,
        @Nullable PeerId callee,
        Consumer<PeerId> answered,
        FailedCall failed,
        @Nullable Runnable noTls) {
      super(rules.handshakeTime());
      this.swarm = swarm;
      this.callee = callee;
      this.answered = answered;
      this.failed = failed;
      this.noTls = noTls;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      super.channelActive(context);
      ByteBuf greeting = context.alloc().directBuffer(Handshake.LENGTH);
      new Handshake(rules.self(), swarm.infoHash()).encode(greeting);
      context.writeAndFlush(greeting, context.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (noTls != null && !decided && !PeerTls.of(context.channel()).encrypted()) {
        decided = true;
        noTls.run();
      } else {
        if (!decided && isUnanswered() && (callee == null || callee.takesTls())) {
          rules.tls().unanswered();
        }
        fail(refusal == null ? whyEnded(context.channel()) : refusal);
      }
    }

    /** Why no handshake has come; null when one has, and was not accepted here. */
    private @Nullable CallFailure whyEnded(Channel channel) {
      if (!isUnanswered()) {
        return null;
      }
      boolean mayTakeTls = callee == null || callee.takesTls();
      if (tls(channel) == null) {
        return mayTakeTls && !rules.tls().isOn() ? CallFailure.MAY_REQUIRE_TLS : CallFailure.ENDED;
      }
      boolean mayTakeNone = callee == null && !PeerTls.of(channel).encrypted();
      return mayTakeNone ? CallFailure.NO_TLS : CallFailure.ENDED;
    }

    /** With TLS 1.3, the acceptor judges this side's certificate after this side's handshake. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (tls(context.channel()) != null) {
        TlsFailure reason = TlsFailure.of(cause);
        refusal = refusal == null ? CallFailure.of(reason) : refusal;
        if (reason == TlsFailure.REFUSED_BY_PEER && PeerTls.of(context.channel()).encrypted()) {
          rules.tls().failed(reason);
        }
      }
      super.exceptionCaught(context, cause);
    }

    @Override
    @Nullable Swarm judge(Channel channel, Handshake handshake) {
      if (callee == null && rules.self().mayConnectTo(handshake.peerId())) {
        callee = handshake.peerId();
      }
      boolean expected =
          handshake.peerId().equals(callee) && handshake.infoHash().equals(swarm.infoHash());
      boolean safe = tls(channel) != null || rules.admitsPlain(handshake.peerId());
      return expected && safe && rules.admission().admits(channel) ? swarm : null;
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

    void fail(@Nullable CallFailure why) {
      if (!decided) {
        decided = true;
        failed.accept(why);
      }
    }
  }
}
