package io.torrentinno.agent.net.pacing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.IntSupplier;

/**
 * How much one channel reads at a time: as much as it has been receiving, and no more than it may.
 * A read in the middle of a large block ends behind the next frame's head, so the one after it
 * begins where a payload does: a block that is there in full comes in one piece, which begins and
 * ends on the borders of the file's pages.
 */
public final class ReceiveBuffers extends AdaptiveRecvByteBufAllocator {
  private int limit = Integer.MAX_VALUE;
  private IntSupplier wanted = () -> Integer.MAX_VALUE;

  public ReceiveBuffers() {
    super(1 << 10, 16 << 10, 512 << 10);
  }

  /**
   * Asks before each read where it should end.
   *
   * @param bytes how many bytes the read should take at most, at least 1
   */
  public void endAt(IntSupplier bytes) {
    wanted = bytes;
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
      return Math.min(Math.min(limit, wanted.getAsInt()), adaptive.guess());
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      int bytes = guess();
      return allocator.directBuffer(bytes, bytes);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return adaptive.continueReading(maybeMoreData);
    }
  }
}
