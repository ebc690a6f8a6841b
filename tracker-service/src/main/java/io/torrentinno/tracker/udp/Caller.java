package io.torrentinno.tracker.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sender of a packet, and the way to answer it.
 *
 * @param transaction the number that the answer repeats
 */
record Caller(ChannelHandlerContext ctx, InetSocketAddress sender, int transaction) {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
  private static final String TRY_LATER = "The tracker cannot reach its store, try again later";
  private static final String OUR_FAULT = "Internal error";

  InetAddress ip() {
    return sender.getAddress();
  }

  boolean isIpv6() {
    return sender.getAddress() instanceof Inet6Address;
  }

  ByteBufAllocator buffers() {
    return ctx.alloc();
  }

  /** Adds an answer to those that are sent at the next flush. Takes over the buffer. */
  void send(ByteBuf answer) {
    ctx.write(new DatagramPacket(answer, sender), ctx.voidPromise());
  }

  void refuse(@Nullable String message) {
    send(Answers.error(buffers(), transaction, message == null ? OUR_FAULT : message));
  }

  void refuse(Throwable failure) {
    refuse(StoreUnavailableException.isBehind(failure) ? TRY_LATER : OUR_FAULT);
  }

  /**
   * Passes on the result of a future, on this socket's event loop: at once when it is there
   * already, otherwise later, with a flush. What {@code then} throws is logged.
   */
  <T> void await(CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    BiConsumer<@Nullable T, @Nullable Throwable> logged = logged(then);
    if (future.isDone()) {
      future.whenComplete(logged);
    } else {
      future.whenComplete((value, failure) ->
          ctx.executor()
              .execute(() -> {
                logged.accept(value, failure);
                ctx.flush();
              }));
    }
  }

  private static <T> BiConsumer<@Nullable T, @Nullable Throwable> logged(
      BiConsumer<@Nullable T, @Nullable Throwable> then) {
    return (value, failure) -> {
      try {
        then.accept(value, failure);
      } catch (RuntimeException | Error e) { // A future would keep it to itself.
        LOG.error("An answer could not be written", e);
      }
    };
  }
}
