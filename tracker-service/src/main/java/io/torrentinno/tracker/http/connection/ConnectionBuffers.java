package io.torrentinno.tracker.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a connection keeps between two reads: the beginning of a request, and answers that
 * the caller has not read. They count towards the memory budget of all connections. To be used on
 * one event loop.
 */
final class ConnectionBuffers {
  private static final int ROOM = 2;
  private static final int SMALLEST = 512;

  private final MemoryBudget memory;
  private @Nullable ByteBuf request;
  private volatile long counted;

  ConnectionBuffers(MemoryBudget memory) {
    this.memory = memory;
  }

  /** The bytes that have arrived and are not served yet; null for none. */
  @Nullable ByteBuf request() {
    return request;
  }

  /** Adds bytes that have arrived. This object owns {@code in} from then on. */
  ByteBuf add(ChannelHandlerContext ctx, ByteBuf in) {
    ByteBuf before = request;
    ByteBuf all = in;
    if (before != null) {
      all = before;
      if (before.writableBytes() < in.readableBytes()) {
        all = ctx.alloc().buffer(ROOM * (before.readableBytes() + in.readableBytes()));
        all.writeBytes(before);
        before.release();
      }
      all.writeBytes(in);
      in.release();
    }
    request = all;
    return all;
  }

  void release() {
    if (request != null) {
      request.release();
      request = null;
    }
  }

  /**
   * Counts the bytes that are kept now.
   *
   * @return false when all connections together keep too many
   */
  boolean count(ChannelHandlerContext ctx) {
    trim(ctx);
    ByteBuf kept = request;
    long bytes = (kept == null ? 0 : kept.capacity()) + unread(ctx.channel());
    if (bytes != counted) {
      if (!memory.take(bytes - counted)) {
        return false;
      }
      counted = bytes;
    }
    return true;
  }

  /** Releases everything. */
  void end() {
    release();
    memory.take(-counted);
    counted = 0;
  }

  /** Whether any bytes were kept when they were last counted. */
  boolean isCounted() {
    return counted > 0;
  }

  /** Bytes arrive in large buffers. A small rest is copied to a small buffer. */
  private void trim(ChannelHandlerContext ctx) {
    ByteBuf kept = request;
    if (kept != null && kept.capacity() > SMALLEST + ROOM * ROOM * kept.readableBytes()) {
      request =
          ctx.alloc().buffer(Math.max(SMALLEST, ROOM * kept.readableBytes())).writeBytes(kept);
      kept.release();
    }
  }

  /** Bytes of answers that were written and have not been sent. */
  static long unread(Channel channel) {
    if (!channel.isActive()) {
      return 0; // The channel was closed and has dropped them.
    }
    return channel.isWritable()
        ? channel.config().getWriteBufferHighWaterMark() - channel.bytesBeforeUnwritable()
        : channel.config().getWriteBufferLowWaterMark() + channel.bytesBeforeWritable();
  }
}
