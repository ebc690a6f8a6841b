package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.model.PieceLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects sizes. It keeps each of them only when a size before the last one differs. */
final class PieceSizes {
  private int first;
  private int last;
  private int count;
  private int @Nullable [] all;

  int count() {
    return count;
  }

  void add(int size) {
    if (all == null && count > 0 && last != first) {
      all = new int[2 * count];
      Arrays.fill(all, 0, count - 1, first);
      all[count - 1] = last;
    }
    if (all != null) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count] = size;
    }
    first = count == 0 ? size : first;
    last = size;
    count++;
  }

  PieceLayout layout() {
    return all == null
        ? PieceLayout.uniform(first, count, last)
        : new PieceLayout(Arrays.copyOf(all, count));
  }
}
