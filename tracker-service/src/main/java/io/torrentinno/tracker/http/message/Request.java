package io.torrentinno.tracker.http.message;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A complete request. Its bytes are valid until the call that got it returns.
 *
 * @param bodyEnd where the body ends; it begins at the end of the head
 * @param caller the address of the caller, behind trusted proxies
 * @param passedOn whether the request went through a proxy, and {@code caller} may be the address
 *     of the proxy
 */
public record Request(
    RequestHead head,
    int bodyEnd,
    InetAddress caller,
    boolean passedOn,
    ChannelHandlerContext ctx) {

  /** A copy of the body. */
  public byte[] body() {
    return Arrays.copyOfRange(head.bytes(), head.bodyStart(), bodyEnd);
  }

  /** The whole answer. */
  public ByteBuf answer(ResponseHead response, ByteWriter body) {
    return head.isHead()
        ? response.alone(ctx.alloc(), connection())
        : response.before(body, ctx.alloc(), connection());
  }

  /** The answer to a {@code HEAD}. */
  public ByteBuf answerToHead() {
    return ResponseHead.BENCODED.alone(ctx.alloc(), connection());
  }

  private ResponseHead.Connection connection() {
    if (!head.keepAlive()) {
      return ResponseHead.Connection.CLOSED;
    }
    return head.isOld() ? ResponseHead.Connection.KEPT_FOR_ONCE : ResponseHead.Connection.KEPT;
  }

  /** Writes the result of a future: at once if it is there, else on the connection's event loop. */
  public <T> CompletableFuture<ByteBuf> then(
      CompletableFuture<T> future, BiFunction<@Nullable T, @Nullable Throwable, ByteBuf> writer) {
    return future.isDone() ? future.handle(writer) : future.handleAsync(writer, ctx.executor());
  }
}
