package io.torrentinno.tracker.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.FastThreadLocal;
import io.torrentinno.tracker.gateway.Shortage;
import io.torrentinno.tracker.http.endpoints.HttpServices;
import io.torrentinno.tracker.http.message.AsciiBytes;
import io.torrentinno.tracker.http.message.ByteWriter;
import io.torrentinno.tracker.http.message.ErrorResponses;
import io.torrentinno.tracker.http.message.HttpFault;
import io.torrentinno.tracker.http.message.Problem;
import io.torrentinno.tracker.http.message.Request;
import io.torrentinno.tracker.http.message.RequestHead;
import io.torrentinno.tracker.http.message.RequestReader;
import io.torrentinno.tracker.http.message.RequestReader.Step;
import io.torrentinno.tracker.http.message.ResponseHead;
import io.torrentinno.tracker.http.message.Surface;
import io.torrentinno.tracker.http.proxy.ControlPlaneProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. It reads one request after the other and answers them in their order. The first
 * request that is not answered here goes to the control plane when it is complete, and is the last
 * one of the connection. Answers are flushed when all bytes that have arrived are read.
 */
public final class HttpConnection extends ChannelInboundHandlerAdapter
    implements ControlPlaneProxy.Caller {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  /** The most bytes that are kept: headers, a body, and the overhead of chunks. */
  private static final int MOST_HELD =
      RequestHead.MOST_BYTES + RequestReader.MOST_BODY_BYTES + 16 * 1024;

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
  private final RequestReader reader;
  private final ConnectionBuffers kept;
  private final TimeLimit limit = new TimeLimit();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Channel answering;
  private long answerBy;
  private State state = State.READING;
  private volatile boolean shuttingDown;

  private enum State {
    READING,
    /** An answer of the store is missing. */
    ASKING,
    /** The caller has to read earlier answers first. */
    BLOCKED,
    /** The control plane answers; further bytes of the caller are dropped. */
    PASSED_ON,
    /**
     * The request was refused; further bytes are dropped, so that the caller can read the reason.
     */
    REFUSED,
    /** Nothing more is expected. */
    ENDING
  }

  public HttpConnection(HttpServices services, Connections connections, Surface surface) {
    this.reader = new RequestReader(surface);
    this.services = services;
    this.connections = connections;
    this.kept = new ConnectionBuffers(connections.memory());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    limit.begin(connections.times().idle());
    switch (connections.add(ctx.channel(), this)) {
      case FREE -> {}
      case TAKEN -> refuse(ctx, busy(Shortage.CONNECTIONS, "All connections are taken."));
      case NONE -> {
        services.countBusy(Shortage.CONNECTIONS);
        end(ctx);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state = State.ENDING;
    kept.end();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    switch (state) {
      case READING, ASKING, BLOCKED -> {
        boolean fresh = kept.request() == null;
        kept.add(ctx, in);
        serve(ctx);
        setLimit(fresh);
        if (kept.request() != null && (state == State.ASKING || state == State.BLOCKED)) {
          // Reading goes at most one read ahead of an answer.
          ctx.channel().config().setAutoRead(false);
        }
      }
      case PASSED_ON, REFUSED, ENDING -> in.release();
    }
  }

  /** The time limit is for all bytes of a request. It does not begin again with each byte. */
  private void setLimit(boolean fresh) {
    switch (state) {
      case ASKING -> limit.lift(); // The store has a time limit of its own.
      case READING, BLOCKED -> {
        if (kept.request() == null && state == State.READING && !kept.isCounted()) {
          limit.begin(connections.times().idle());
        } else if (fresh || limit.isLifted()) {
          limit.begin(connections.times().request());
        }
      }
      case PASSED_ON, REFUSED, ENDING -> {}
    }
  }

  /** Answers all complete requests. */
  private void serve(ChannelHandlerContext ctx) {
    ByteBuf in = kept.request();
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
    switch (step) {
      case WANTS_BODY -> ctx.write(ctx.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE));
      case NOT_OURS -> passOn(ctx, in, start);
      case READ, INCOMPLETE -> {}
    }
    if (!in.isReadable()) {
      kept.release();
    }
  }

  /** Answers one request, which may take some time. */
  private void answer(ChannelHandlerContext ctx, Request request) {
    CompletableFuture<ByteBuf> answer = services.answer(request);
    boolean keep = request.head().keepAlive();
    if (answer.isDone()) {
      send(ctx, answer, keep);
      return;
    }
    state = State.ASKING;
    answer.whenComplete((_, _) -> {
      boolean gone = state == State.ENDING;
      state = State.READING;
      try {
        send(ctx, answer, keep && !gone);
        resume(ctx);
      } catch (RuntimeException | Error e) { // A future would keep it to itself.
        exceptionCaught(ctx, e);
      }
    });
  }

  private void send(ChannelHandlerContext ctx, CompletableFuture<ByteBuf> answer, boolean keep) {
    if (answer.isCompletedExceptionally()) {
      LOG.error("An answer could not be written", answer.exceptionNow());
      end(ctx);
    } else if (keep && !shuttingDown) {
      ctx.write(answer.resultNow(), ctx.voidPromise());
      if (!ctx.channel().isWritable()) {
        state = State.BLOCKED;
      }
    } else {
      state = State.ENDING;
      ctx.write(answer.resultNow()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void resume(ChannelHandlerContext ctx) {
    serve(ctx);
    setLimit(true);
    if (state == State.READING) {
      ctx.channel().config().setAutoRead(true);
    }
    ctx.flush();
    count();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!ctx.channel().isWritable()) {
      return;
    }
    if (state == State.BLOCKED) {
      state = State.READING;
      ctx.executor().execute(() -> resume(ctx));
    } else if (answering != null) {
      answering.config().setAutoRead(true);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
    count();
  }

  /**
   * Counts the kept bytes, and refuses the caller when all connections keep too many. To be called
   * on its event loop.
   */
  void count() {
    ChannelHandlerContext ctx = Objects.requireNonNull(context);
    boolean before = kept.isCounted();
    if (state == State.ENDING) {
      return;
    }
    if (!kept.count(ctx)) {
      if (state != State.READING || ConnectionBuffers.unread(ctx.channel()) > 0) {
        services.countBusy(Shortage.MEMORY);
        end(ctx); // Its earlier requests are answered first.
      } else {
        refuse(ctx, busy(Shortage.MEMORY, "Too many requests are incomplete."));
      }
    } else if (before != kept.isCounted() && state == State.READING && kept.request() == null) {
      limit.begin(before ? connections.times().idle() : connections.times().request());
    }
  }

  boolean isCounted() {
    return kept.isCounted();
  }

  private void end(ChannelHandlerContext ctx) {
    state = State.ENDING;
    ctx.close();
  }

  private HttpFault busy(Shortage of, String detail) {
    services.countBusy(of);
    return new HttpFault(ResponseHead.BUSY, Problem.BUSY, detail + " Try again later.");
  }

  /**
   * Answers a request that cannot be read further, and gives the caller time to read the answer
   * before the connection is closed.
   */
  private void refuse(ChannelHandlerContext ctx, HttpFault fault) {
    services.countRefused(reader.isInJson(), fault.problem());
    state = State.REFUSED;
    limit.begin(connections.times().request());
    kept.end();
    ctx.channel().config().setAutoRead(true);
    ResponseHead head = fault.head();
    ByteWriter body = ErrorResponses.problem(fault.problem(), head.status(), fault.detail());
    ByteBuf answer =
        reader.isHead()
            ? head.alone(ctx.alloc(), ResponseHead.Connection.CLOSED)
            : head.before(body, ctx.alloc(), ResponseHead.Connection.CLOSED);
    ctx.writeAndFlush(answer).addListener(_ -> ((DuplexChannel) ctx.channel()).shutdownOutput());
  }

  private void passOn(ChannelHandlerContext ctx, ByteBuf in, int start) {
    ctx.flush();
    InetAddress address = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
    InetAddress caller = reader.caller(ctx, services.proxies());
    boolean passedOn = reader.isPassedOn(ctx, services.proxies());
    if (!reader.isHealth() && !services.admitsToControlPlane(caller, passedOn)) {
      refuse(ctx, HttpServices.tooMany());
      return;
    }
    if (!connections.controlPlane().take(address)) {
      refuse(ctx, busy(Shortage.CONTROL_PLANE, "Too many requests are under way."));
      return;
    }
    byte[] line = services.header().line(caller, passedOn);
    ByteBuf request = reader.forwarded(ctx.alloc(), line, in, start);
    in.skipBytes(in.readableBytes());
    state = State.PASSED_ON;
    limit.begin(connections.times().idle());
    connections.controlPlane().open(ctx.channel(), address, request, this);
  }

  @Override
  public void isAnsweredBy(Channel server) {
    answering = server;
    answerBy = System.nanoTime() + connections.times().answer().toNanos();
  }

  @Override
  public void hasMore() {
    if (System.nanoTime() - answerBy < 0) {
      limit.begin(connections.times().request());
    }
  }

  @Override
  public void isNotAnswered() {
    if (state == State.PASSED_ON) {
      refuse(
          Objects.requireNonNull(context),
          busy(Shortage.CONTROL_PLANE, "The control plane does not answer."));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    if (state == State.PASSED_ON) {
      limit.begin(connections.times().request()); // The channel may be closed already.
    } else {
      boolean asking = state == State.ASKING;
      state = State.ENDING;
      if (!asking) {
        ctx.writeAndFlush(ctx.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (isOfCaller(cause)) {
      LOG.debug("A caller has broken a connection: {}", cause.toString());
    } else {
      LOG.error("A connection failed unexpectedly", cause);
    }
    end(ctx);
  }

  /** Whether a caller can cause a failure: it breaks the connection, or does not speak TLS. */
  private static boolean isOfCaller(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof IOException
        || (failure instanceof DecoderException && (cause == null || isOfCaller(cause)));
  }

  /** Whether the connection is overdue, see {@link TimeLimit#isOver}. */
  boolean isOverdue(long now, boolean hurry) {
    return limit.isOver(now, hurry);
  }

  /**
   * Closes the connection after the present answer, or at once when there is none. To be called on
   * the channel's event loop.
   */
  void shutDown(Channel channel) {
    shuttingDown = true;
    if (state == State.READING && kept.request() == null) {
      state = State.ENDING;
      channel.close();
    }
  }
}
