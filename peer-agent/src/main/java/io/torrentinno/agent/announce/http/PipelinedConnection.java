package io.torrentinno.agent.announce.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.EOFException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection. It sends requests without waiting for the answers to earlier ones (RFC 9112,
 * 9.3.2). It lives on the event loop, until its pool has learned that it ended.
 */
final class PipelinedConnection extends ChannelInboundHandlerAdapter {
  /** The most requests without an answer at a time. */
  static final int WINDOW = 32;

  private final TrackerConnectionPool pool;
  private final Origin origin;
  private final UnansweredCalls unanswered;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Throwable cause;
  private final Alarm alarm = new Alarm(this::look);
  private String prefix = "";
  private @Nullable InetAddress server;
  private State state = State.OPENING;
  private long since;

  private enum State {
    OPENING,
    READY,
    ENDED
  }

  /** A connection that is not open yet. */
  PipelinedConnection(TrackerConnectionPool pool, Origin origin, Timeouts timeouts) {
    this.pool = pool;
    this.origin = origin;
    unanswered = new UnansweredCalls(timeouts);
  }

  /** Sets the text before each path: empty, or the server's address for a proxy. */
  void sendsTo(String target) {
    prefix = target;
  }

  /** Sets the address of the server; null behind a proxy. */
  void reaches(@Nullable InetAddress address) {
    server = address;
  }

  /** The handler before the HTTP codec. */
  ChannelHandler beginning() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        unanswered.received();
        ctx.fireChannelRead(message);
      }
    };
  }

  /** How many requests may be sent now. */
  int room() {
    return state == State.READY ? WINDOW - unanswered.size() : 0;
  }

  boolean isOpening() {
    return state == State.OPENING;
  }

  /** No connection can be opened. */
  void couldNotOpen(Throwable failure) {
    state = State.ENDED;
    pool.couldNotOpen(this, failure);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    if (state == State.ENDED) {
      ctx.close(); // The agent has begun to close.
    } else if (!ctx.channel().isActive()) {
      couldNotOpen(new EOFException("the connection ends"));
    } else if (!origin.tls()) {
      isReady();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && state == State.OPENING) {
      if (handshake.isSuccess()) {
        isReady();
      } else {
        couldNotOpen(handshake.cause());
        ctx.close();
      }
    }
  }

  private void isReady() {
    state = State.READY;
    since = System.nanoTime();
    alarm.set(requireContext().executor(), unanswered.patience());
    pool.isReady();
  }

  /** Sends requests: at least one, and no more than there is room for. */
  void send(List<Call> calls) {
    ChannelHandlerContext ctx = requireContext();
    boolean first = unanswered.isEmpty();
    for (Call call : calls) {
      unanswered.add(call);
      ctx.write(origin.written(call.request(), prefix), ctx.voidPromise());
    }
    if (first) {
      since = System.nanoTime();
      alarm.set(ctx.executor(), unanswered.patience());
    }
    ctx.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    FullHttpResponse response = (FullHttpResponse) message;
    try {
      if (!response.decoderResult().isSuccess()) {
        end(response.decoderResult().cause());
      } else if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        answered(response);
      }
    } finally {
      response.release();
    }
  }

  private void answered(FullHttpResponse response) {
    if (state != State.READY || !unanswered.answered(response, server)) {
      end(new EOFException("an answer without a request"));
      return;
    }
    since = System.nanoTime();
    if (!HttpUtil.isKeepAlive(response)) {
      end(new EOFException("the connection ends"));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (state == State.READY) {
      pool.hasRoom();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    end(failure);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(new EOFException("the connection ends"));
  }

  private void look() {
    long left = since + unanswered.patience() - System.nanoTime();
    if (left > 0) {
      alarm.set(requireContext().executor(), left);
    } else {
      end(new SocketTimeoutException());
    }
  }

  /**
   * Ends the connection. Requests without an answer are sent again on another connection, because a
   * server may close a connection at any time, and a device in between may forget it. This ends:
   * each connection that ends early has answered a request, or fails one.
   */
  void end(Throwable reason) {
    if (state == State.ENDED) {
      return;
    }
    boolean opening = state == State.OPENING;
    state = State.ENDED;
    cause = reason;
    alarm.cancel();
    if (context != null) {
      context.close();
    }
    if (opening) {
      pool.couldNotOpen(this, reason);
      return;
    }
    unanswered.failSome(reason);
    pool.hasEnded(this, unanswered.all(), reason instanceof SocketTimeoutException);
  }

  private ChannelHandlerContext requireContext() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("the connection is not open", cause);
    }
    return ctx;
  }
}
