package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How much one channel reads at a time: as much as it has been receiving, and no more than it may.
 */
final class ReceiveBuffers extends AdaptiveRecvByteBufAllocator {
  private int limit = Integer.MAX_VALUE;

  ReceiveBuffers() {
    super(1 << 10, 16 << 10, 256 << 10);
  }

  /** From now on a read takes at most so many bytes, at least 1. */
  void limit(int bytes) {
    limit = bytes;
  }

  @Override
  @SuppressWarnings("deprecation") // Netty's own name for what every allocator gives
  public Handle newHandle() {
    return new Limited((ExtendedHandle) super.newHandle());
  }

  @SuppressWarnings("deprecation")
  private final class Limited extends DelegatingHandle implements ExtendedHandle {
    private final ExtendedHandle adaptive;

    Limited(ExtendedHandle adaptive) {
      super(adaptive);
      this.adaptive = adaptive;
    }

    @Override
    public int guess() {
      return Math.min(limit, adaptive.guess());
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return allocator.ioBuffer(guess());
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return adaptive.continueReading(maybeMoreData);
    }
  }
}
