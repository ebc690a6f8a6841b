package io.torrentinno.agent.net.pacing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Decides how much one channel reads at a time: as much as it usually receives, and no more than it
 * may. A read in the middle of a large block ends after the head of the next frame, so that the
 * following read begins with a payload. So a block that has arrived completely comes in one part,
 * which begins and ends at page boundaries of the file.
 */
public final class ReceiveBuffers extends AdaptiveRecvByteBufAllocator {
  private int limit = Integer.MAX_VALUE;
  private IntSupplier wanted = () -> Integer.MAX_VALUE;

  public ReceiveBuffers() {
    super(1 << 10, 16 << 10, 512 << 10);
  }

  /**
   * Called before each read to find where it should end.
   *
   * @param bytes returns how many bytes the read should have at most, at least 1
   */
  public void endAt(IntSupplier bytes) {
    wanted = bytes;
  }

  /** From now on a read has at most this many bytes, at least 1. */
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
