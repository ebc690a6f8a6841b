package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;

/**
 * Which pieces a file has.
 *
 * @param layout of the resource
 * @param first the first piece of the file
 * @param end the number after its last piece
 */
record FilePieces(PieceLayout layout, int first, int end) {
  /** What is fetched ahead of a reader, in bytes, but not fewer pieces than this and not more. */
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
   * The bytes from a position to an end, as far as they lie in one piece.
   *
   * @param most how many bytes at most
   */
  BlockRange range(long position, long end, int most) {
    int piece = pieceAt(position);
    long begin = position - begin(piece);
    long left = Math.min(layout.size(piece) - begin, end - position);
    return new BlockRange(piece, (int) begin, (int) Math.min(left, most));
  }

  /** A piece and those that a reader comes to soon, on its way to the end of what it reads. */
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
