package io.torrentinno.tracker.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What a connection keeps between two reads: the beginning of a request, and answers that the
 * caller has not read. It counts in the memory of all connections. To be used on one loop.
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

  /** What has come and is not served yet; null for nothing. */
  @Nullable ByteBuf request() {
    return request;
  }

  /** Adds what has come, which is this object's from now on. */
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

  /** Drops the request. */
  void release() {
    if (request != null) {
      request.release();
      request = null;
    }
  }

  /**
   * Counts what is kept now.
   *
   * @return false when all connections together keep too much
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

  /** Gives back everything. */
  void end() {
    release();
    memory.take(-counted);
    counted = 0;
  }

  /** Whether anything was kept when it was counted. */
  boolean isCounted() {
    return counted > 0;
  }

  /** Reads come in large buffers: what is left of one gets a buffer of its size. */
  private void trim(ChannelHandlerContext ctx) {
    ByteBuf kept = request;
    if (kept != null && kept.capacity() > SMALLEST + ROOM * ROOM * kept.readableBytes()) {
      request =
          ctx.alloc().buffer(Math.max(SMALLEST, ROOM * kept.readableBytes())).writeBytes(kept);
      kept.release();
    }
  }

  /** Bytes of answers that were written and have not gone out. */
  static long unread(Channel channel) {
    if (!channel.isActive()) {
      return 0; // It was closed, and has dropped them.
    }
    return channel.isWritable()
        ? channel.config().getWriteBufferHighWaterMark() - channel.bytesBeforeUnwritable()
        : channel.config().getWriteBufferLowWaterMark() + channel.bytesBeforeWritable();
  }
}
