package io.torrentinno.tracker.store.memory;

import java.util.Arrays;

/**
 * Rows of a fixed number of 32-bit words. Rows are numbered from 0 without gaps. The first page of
 * rows grows in small steps. After that, whole pages are added, and no row is copied.
 */
final class Column {
  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int[] NO_PAGE = new int[0];
  private static final int FEWEST = 2;
  private static final int STEPS = 8; // the first page grows by an eighth, to waste little memory

  private final int stride;
  private int[][] pages = {NO_PAGE};

  /** An empty column with {@code stride} words in each row. */
  Column(int stride) {
    this.stride = stride;
  }

  /** A copy that does not change when this column changes. */
  Column copy() {
    Column copy = new Column(stride);
    copy.pages = new int[pages.length][];
    Arrays.setAll(copy.pages, page -> pages[page].clone());
    return copy;
  }

  /** The words of the page that has the row. The row begins at index {@link #at}. */
  int[] page(int row) {
    return pages[row >> PAGE_BITS];
  }

  int at(int row) {
    return (row & (PAGE - 1)) * stride;
  }

  /** The number of rows from this one to the end of its page, this one included. */
  static int rowsUntilPageEnd(int row) {
    return PAGE - (row & (PAGE - 1));
  }

  /** Makes room for a row. All rows with lower numbers exist already. */
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

  /** Frees memory when {@code count} rows need much less than is allocated. */
  void freeRoom(int count) {
    int first = pages[0].length / stride;
    if (count == 0) {
      pages = new int[][] {NO_PAGE};
    } else if (count < PAGE && first > STEPS && count < first / 2) {
      pages = new int[][] {Arrays.copyOf(pages[0], (count + 1 + count / STEPS) * stride)};
    } else if ((count & (PAGE - 1)) == 0 && (count >> PAGE_BITS) + 1 < pages.length) {
      // Keeps the page that has just become empty, and frees the pages after it.
      Arrays.fill(pages, (count >> PAGE_BITS) + 1, pages.length, NO_PAGE);
    }
  }
}
