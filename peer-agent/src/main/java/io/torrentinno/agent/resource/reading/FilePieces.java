package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;

/**
 * The pieces of a file.
 *
 * @param layout the layout of the pieces of the resource
 * @param first the first piece of the file
 * @param end the number after its last piece
 */
record FilePieces(PieceLayout layout, int first, int end) {
  /** Bytes that are fetched ahead of a reader, within the two numbers of pieces below. */
  private static final long AHEAD = 8 << 20;

  private static final int LEAST_AHEAD = 2;
  private static final int MOST_AHEAD = 64;

  static FilePieces of(ResourceManifest manifest, int entry) {
    return switch (manifest) {
      case ManifestV1 one -> new FilePieces(one.layout(), 0, one.layout().count());
      case ManifestV2 two -> {
        int first = two.files().firstPiece(entry);
        yield new FilePieces(two.layout(), first, first + two.files().pieces(entry));
      }
    };
  }

  /**
   * The bytes from a position on that are in the same piece.
   *
   * @param position offset in the file
   * @param end offset in the file at which the range ends at the latest
   * @param most the most bytes
   */
  BlockRange range(long position, long end, int most) {
    int piece = pieceAt(position);
    long begin = position - begin(piece);
    long left = Math.min(layout.size(piece) - begin, end - position);
    return new BlockRange(piece, (int) begin, (int) Math.min(left, most));
  }

  /**
   * A piece and the next pieces of a reader that reads up to {@code end}, an offset in the file.
   */
  PieceSpan ahead(int piece, long end) {
    int last = pieceAt(end - 1);
    long wanted = Math.clamp(AHEAD / layout.size(piece), LEAST_AHEAD, MOST_AHEAD);
    return new PieceSpan(piece, (int) Math.min(last + 1L, piece + wanted));
  }

  private long begin(int piece) {
    return layout.offset(piece) - layout.offset(first);
  }

  private int pieceAt(long position) {
    int low = first;
    int high = end - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (begin(middle) <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
