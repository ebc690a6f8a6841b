package io.torrentinno.tracker.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.FastThreadLocal;
import io.torrentinno.tracker.http.RequestReader.Step;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: takes requests off it, one after the other, and answers them in their order. The
 * first that is not answered here goes on to the control plane, and the connection with it. Answers
 * go out when all has been read that has come in.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  /** A head, a body, and what chunks add to it. */
  private static final int MOST_HELD =
      RequestHead.MOST_BYTES + RequestReader.MOST_BODY_BYTES + 16 * 1024;

  /** What a caller may still send that has been refused, so that it gets to read why. */
  private static final int MOST_SWALLOWED = 128 * 1024;

  private static final byte[] CONTINUE = AsciiBytes.of("HTTP/1.1 100 Continue\r\n\r\n");

  private static final FastThreadLocal<byte[]> WORKSPACE =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[MOST_HELD];
        }
      };

  private final HttpServices services;
  private final Connections connections;
  private final RequestReader reader = new RequestReader();
  private @Nullable ByteBuf held;
  private State state = State.READING;
  private int swallowed;
  private volatile boolean leaving;
  private volatile long deadline;

  private enum State {
    READING,
    /** An answer has to come from the store first. */
    ASKING,
    /** The caller has to read first what it was sent. */
    BLOCKED,
    /** Refused: what comes is thrown away. */
    SWALLOWING,
    /** Nothing is expected any more. */
    ENDING
  }

  HttpConnection(HttpServices services, Connections connections) {
    this.services = services;
    this.connections = connections;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    deadline = connections.idleDeadline();
    if (!connections.add(this, ctx.channel())) {
      state = State.ENDING;
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connections.remove(this);
    state = State.ENDING;
    release();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    switch (state) {
      case READING, ASKING, BLOCKED -> {
        boolean fresh = held == null;
        held = held == null ? in : append(ctx, held, in);
        serve(ctx);
        setDeadline(fresh);
      }
      case SWALLOWING -> swallow(ctx, in);
      case ENDING -> in.release();
    }
  }

  private static ByteBuf append(ChannelHandlerContext ctx, ByteBuf held, ByteBuf in) {
    ByteBuf all = held;
    if (held.writableBytes() < in.readableBytes()) {
      all = ctx.alloc().buffer(2 * (held.readableBytes() + in.readableBytes()));
      all.writeBytes(held);
      held.release();
    }
    all.writeBytes(in);
    in.release();
    return all;
  }

  /** A request has a time to arrive in, however often a piece of it does. */
  private void setDeadline(boolean fresh) {
    if (state == State.ASKING) {
      deadline = Long.MAX_VALUE; // The store has a limit of its own.
    } else if (held == null && state == State.READING) {
      deadline = connections.idleDeadline();
    } else if (fresh || deadline == Long.MAX_VALUE) {
      deadline = connections.requestDeadline();
    }
  }

  private void swallow(ChannelHandlerContext ctx, ByteBuf in) {
    swallowed += in.readableBytes();
    in.release();
    if (swallowed > MOST_SWALLOWED) {
      state = State.ENDING;
      ctx.close();
    }
  }

  /** Answers as many requests as are there. */
  private void serve(ChannelHandlerContext ctx) {
    ByteBuf in = held;
    if (in == null || state != State.READING || in.readableBytes() < reader.needed()) {
      return;
    }
    byte[] bytes = WORKSPACE.get();
    int end = Math.min(in.readableBytes(), bytes.length);
    in.getBytes(in.readerIndex(), bytes, 0, end);
    int start = 0;
    Step step = Step.READ;
    try {
      while (start < end && state == State.READING && step == Step.READ) {
        step = reader.read(bytes, start, end);
        if (step == Step.READ) {
          start = reader.end();
          answer(ctx, reader.request(ctx, services.proxies()));
        }
      }
      if (start == 0 && end == bytes.length && step == Step.INCOMPLETE) {
        throw RequestReader.tooLarge();
      }
    } catch (HttpFault e) {
      refuse(ctx, e);
      return;
    }
    in.skipBytes(start);
    if (!in.isReadable()) {
      release();
    }
    switch (step) {
      case WANTS_BODY -> ctx.write(ctx.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE));
      case NOT_OURS -> passOn(ctx, in, reader.end() - start);
      case READ, INCOMPLETE -> {}
    }
  }

  /** The one place that every request passes before anything is done for it. */
  private void answer(ChannelHandlerContext ctx, Request request) {
    CompletableFuture<ByteBuf> answer = services.answer(request);
    boolean keep = request.head().keepAlive();
    if (answer.isDone()) {
      send(ctx, answer, keep);
      return;
    }
    pause(ctx, State.ASKING);
    answer.whenComplete((_, _) -> {
      boolean gone = state == State.ENDING;
      state = State.READING;
      send(ctx, answer, keep && !gone);
      goOn(ctx);
    });
  }

  private void send(ChannelHandlerContext ctx, CompletableFuture<ByteBuf> answer, boolean keep) {
    if (answer.isCompletedExceptionally()) {
      LOG.error("An answer could not be written", answer.exceptionNow());
      state = State.ENDING;
      ctx.close();
    } else if (keep && !leaving) {
      ctx.write(answer.resultNow(), ctx.voidPromise());
      if (!ctx.channel().isWritable()) {
        pause(ctx, State.BLOCKED);
      }
    } else {
      state = State.ENDING;
      ctx.write(answer.resultNow()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void pause(ChannelHandlerContext ctx, State reason) {
    state = reason;
    ctx.channel().config().setAutoRead(false);
  }

  private void goOn(ChannelHandlerContext ctx) {
    serve(ctx);
    setDeadline(true);
    if (state == State.READING) {
      ctx.channel().config().setAutoRead(true);
    }
    ctx.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() && state == State.BLOCKED) {
      state = State.READING;
      ctx.executor().execute(() -> goOn(ctx));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  /** Answers what cannot be read on, and lets the caller read that before the connection goes. */
  private void refuse(ChannelHandlerContext ctx, HttpFault fault) {
    services.countRefused(reader.isPeers(), fault.problem());
    state = State.SWALLOWING;
    deadline = connections.requestDeadline();
    release();
    ResponseHead head = fault.head();
    ByteWriter body = Failures.problem(fault.problem(), head.status(), fault.detail());
    ctx.writeAndFlush(head.before(body, ctx.alloc(), ResponseHead.Connection.CLOSED))
        .addListener(_ -> ((DuplexChannel) ctx.channel()).shutdownOutput());
  }

  private void passOn(ChannelHandlerContext ctx, ByteBuf request, int lineLength) {
    held = null;
    state = State.ENDING;
    connections.remove(this);
    ctx.flush();
    connections.passOn(ctx, request, lineLength);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      boolean answering = state == State.ASKING;
      state = State.ENDING;
      if (!answering) {
        ctx.writeAndFlush(ctx.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("A connection failed unexpectedly", cause);
    }
    state = State.ENDING;
    ctx.close();
  }

  /** Whether it should have come further by now, by {@link System#nanoTime}. */
  boolean isOverdue(long now) {
    return deadline != Long.MAX_VALUE && now - deadline > 0;
  }

  /** Goes away with the answer under way, or at once when there is none; on the channel's loop. */
  void leave(Channel channel) {
    leaving = true;
    if (state == State.READING && held == null) {
      state = State.ENDING;
      channel.close();
    }
  }

  private void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
