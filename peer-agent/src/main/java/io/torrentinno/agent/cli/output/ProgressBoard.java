package io.torrentinno.agent.cli.output;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows the progress of downloads. On a terminal it draws the same lines again and again. Elsewhere
 * it prints a line for each tenth of the whole.
 */
public final class ProgressBoard {
  private static final int BAR = 30;

  private final PrintWriter out;
  private final boolean live;
  private int drawn;
  private int tenths = -1;

  ProgressBoard(PrintWriter out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** Live when the program's output is a terminal. */
  public static ProgressBoard on(PrintWriter out) {
    return new ProgressBoard(
        out, Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  /**
   * One download.
   *
   * @param done bytes of {@code size}
   * @param rate bytes per second
   */
  record Row(String label, long done, long size, long rate) {}

  void show(List<Row> rows) {
    if (live) {
      redraw(rows);
    } else {
      summarise(rows);
    }
    out.flush();
  }

  private void redraw(List<Row> rows) {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A"); // cursor up
    }
    for (Row row : rows) {
      int filled = (int) (BAR * row.done() / Math.max(1, row.size()));
      out.printf(
          Locale.ROOT,
          "\u001b[K  %-8s %s%s %4s  %s%n",
          row.label(),
          "█".repeat(filled),
          "░".repeat(BAR - filled),
          percent(row.done(), row.size()),
          row.rate() == 0 ? "" : Amounts.rate(row.rate()));
    }
    drawn = rows.size();
  }

  private void summarise(List<Row> rows) {
    long done = rows.stream().mapToLong(Row::done).sum();
    long size = rows.stream().mapToLong(Row::size).sum();
    int reached = (int) (10 * done / Math.max(1, size));
    if (reached > tenths) {
      tenths = reached;
      long rate = rows.stream().mapToLong(Row::rate).sum();
      out.printf("  %4s  %s%n", percent(done, size), rate == 0 ? "" : Amounts.rate(rate));
    }
  }

  private static String percent(long done, long size) {
    return Table.percent((double) done / Math.max(1, size));
  }
}
