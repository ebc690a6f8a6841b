package io.torrentinno.tracker.store.memory;

import java.util.Arrays;

/**
 * Rows of a fixed number of 32-bit words, numbered from 0 without gaps. Up to a page of rows grows
 * in small steps; beyond, pages are added, and no row moves.
 */
final class Column {
  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int[] NO_PAGE = new int[0];
  private static final int FEWEST = 2;
  private static final int STEPS = 8; // a page grows by an eighth, so that little of it lies idle

  private final int stride;
  private int[][] pages = {NO_PAGE};

  /** An empty one, of {@code stride} words a row. */
  Column(int stride) {
    this.stride = stride;
  }

  /** A copy that later changes do not reach. */
  Column copy() {
    Column copy = new Column(stride);
    copy.pages = new int[pages.length][];
    Arrays.setAll(copy.pages, page -> pages[page].clone());
    return copy;
  }

  /** The words among which a row is, from {@link #at} on. */
  int[] page(int row) {
    return pages[row >> PAGE_BITS];
  }

  int at(int row) {
    return (row & (PAGE - 1)) * stride;
  }

  /** How many rows there are in a page from this one on. */
  static int rowsUntilPageEnd(int row) {
    return PAGE - (row & (PAGE - 1));
  }

  /** Makes room for row {@code row}, all lower ones being there. */
  void makeRoom(int row) {
    int last = row >> PAGE_BITS;
    if (last == pages.length) {
      pages = Arrays.copyOf(pages, last + Math.max(1, last / STEPS));
      Arrays.fill(pages, last, pages.length, NO_PAGE);
    }
    int rows = row & (PAGE - 1);
    if (rows * stride == pages[last].length) {
      int more = last > 0 ? PAGE : Math.min(PAGE, Math.max(FEWEST, rows + 1 + rows / STEPS));
      pages[last] = Arrays.copyOf(pages[last], more * stride);
    }
  }

  void move(int from, int to) {
    System.arraycopy(page(from), at(from), page(to), at(to), stride);
  }

  /** Gives back memory where much more is held than {@code count} rows take. */
  void freeRoom(int count) {
    int first = pages[0].length / stride;
    if (count == 0) {
      pages = new int[][] {NO_PAGE};
    } else if (count < PAGE && first > STEPS && count < first / 2) {
      pages = new int[][] {Arrays.copyOf(pages[0], (count + 1 + count / STEPS) * stride)};
    } else if ((count & (PAGE - 1)) == 0 && (count >> PAGE_BITS) + 1 < pages.length) {
      // A whole page is idle behind the one that has just become so: that one may stay.
      Arrays.fill(pages, (count >> PAGE_BITS) + 1, pages.length, NO_PAGE);
    }
  }
}
