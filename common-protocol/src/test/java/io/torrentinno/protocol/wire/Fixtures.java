package io.torrentinno.protocol.wire;

import io.torrentinno.protocol.model.PieceLayout;
import java.util.Arrays;
import java.util.EnumSet;

/** The resource of the wire tests and of the golden bytes. */
final class Fixtures {
  static final int PIECE_SIZE = 100_000;

  /**
   * Ten whole pieces and a piece of ten bytes: a bitfield takes two bytes, of which five bits are
   * spare.
   */
  static final PieceLayout LAYOUT = layout();

  /** Every feature there is. */
  private static final long FEATURES = Feature.toBits(EnumSet.allOf(Feature.class));

  private Fixtures() {}

  static FrameDecoder decoder(Dialect dialect) {
    return new FrameDecoder(LAYOUT, dialect, FrameLimits.of(dialect), FEATURES);
  }

  private static PieceLayout layout() {
    int[] sizes = new int[11];
    Arrays.fill(sizes, PIECE_SIZE);
    sizes[10] = 10;
    return new PieceLayout(sizes);
  }
}
