package io.torrentinno.agent.announce.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection, on which requests are sent without waiting for the answers to those before (RFC
 * 9112, 9.3.2). Lives on the event loop, from being opened until its pool hears that it ended.
 */
final class PipelinedConnection extends ChannelInboundHandlerAdapter {
  /** Requests without an answer at a time. */
  static final int WINDOW = 32;

  private final TrackerConnectionPool pool;
  private final Origin origin;
  private final UnansweredCalls unanswered;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Throwable cause;
  private final Alarm alarm = new Alarm(this::look);
  private String prefix = "";
  private State state = State.OPENING;
  private long since;

  private enum State {
    OPENING,
    READY,
    ENDED
  }

  /** One that is not open yet. */
  PipelinedConnection(TrackerConnectionPool pool, Origin origin, Timeouts timeouts) {
    this.pool = pool;
    this.origin = origin;
    unanswered = new UnansweredCalls(timeouts);
  }

  /** What to write before a path: nothing, or the server's address where a proxy is asked. */
  void sendsTo(String target) {
    prefix = target;
  }

  /** The handler that bytes pass before they are read as HTTP. */
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

  /** There is no connection to be had. */
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

  /** Sends requests; at most as many as there is room for, and at least one. */
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
    if (state != State.READY || !unanswered.answered(response)) {
      end(new EOFException("an answer to nothing"));
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
   * Ends the connection. What was not answered is asked again over another, for a server may close
   * a connection at any time, and something between may forget it; but not forever: each connection
   * that ends early has answered a request, or fails one.
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
      throw new IllegalStateException("not open", cause);
    }
    return ctx;
  }
}
