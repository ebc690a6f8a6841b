package io.torrentinno.agent.cli.output;

import io.torrentinno.protocol.rest.ResourceBody;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints resources in aligned columns. */
public final class Table {
  private static final String ROW = "%-12s  %-17s  %5s  %10s  %11s  %11s  %7s  %6s  %s%n";
  private static final int SHORT_HASH = 12;

  private Table() {}

  public static void print(PrintWriter out, List<ResourceBody> resources) {
    out.printf(ROW, "INFO-HASH", "STATE", "DONE", "SIZE", "DOWN", "UP", "ETA", "PEERS", "NAME");
    for (ResourceBody it : resources) {
      out.printf(
          ROW,
          it.infoHash().substring(0, SHORT_HASH),
          it.state(),
          percent(it.progress()),
          Amounts.size(it.size()),
          Amounts.rate(it.downloadRate()),
          Amounts.rate(it.uploadRate()),
          Amounts.duration(it.eta()),
          it.peers(),
          it.name());
    }
  }

  /** Rounds down, so that only complete resources show 100%. */
  public static String percent(double progress) {
    return String.format(Locale.ROOT, "%d%%", (int) (progress * 100));
  }
}
