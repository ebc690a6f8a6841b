package io.torrentinno.agent.announce.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.torrentinno.protocol.model.Bytes;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were sent over one connection and have no answer yet, in their order. Used on
 * the connection's event loop alone.
 */
final class UnansweredCalls {
  private final Timeouts timeouts;
  private final Queue<Call> calls = new ArrayDeque<>();

  /** Whether the connection has brought an answer. */
  private boolean used;

  /** Whether the beginning of the next answer is there. */
  private boolean answering;

  UnansweredCalls(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  int size() {
    return calls.size();
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** In the order in which they were sent. */
  List<Call> all() {
    return List.copyOf(calls);
  }

  /** This one is going to be sent, behind all others. */
  void add(Call call) {
    call.isSent(used);
    calls.add(call);
  }

  /** Bytes have come. */
  void received() {
    answering = true;
  }

  /** The first one has its answer; false when nothing waits for one. */
  boolean answered(FullHttpResponse response, @Nullable InetAddress server) {
    Call call = calls.poll();
    if (call == null) {
      return false;
    }
    used = true;
    answering = false;
    call.complete(
        new HttpResponse(
            response.status().code(),
            response.headers().get(HttpHeaderNames.RETRY_AFTER),
            Bytes.copyOf(ByteBufUtil.getBytes(response.content())),
            server));
    return true;
  }

  /** The longest time without a byte of an answer, in nanoseconds. */
  long patience() {
    Call first = calls.peek();
    if (first == null) {
      return timeouts.keep().toNanos();
    }
    return (first.wasSentOverKept() ? timeouts.again() : timeouts.first()).toNanos();
  }

  /**
   * The connection has ended. Fails those that are not to be asked again over another: each
   * connection that ends early has answered a request, or fails one.
   */
  void failSome(Throwable reason) {
    Call first = calls.peek();
    if (first == null) {
      return;
    }
    if (reason instanceof SocketTimeoutException) {
      if (!first.wasSentOverKept()) {
        calls.forEach(call -> call.completeExceptionally(HttpFailure.late()));
        calls.clear();
      }
    } else if (answering || !used) {
      calls.remove();
      first.completeExceptionally(
          answering ? HttpFailure.malformed(reason) : HttpFailure.unreachable(reason));
    }
  }
}
