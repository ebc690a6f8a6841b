package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.agent.cli.output.Table;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.protocol.model.PrintableText;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far one download is: on a terminal as a line that is drawn over again, elsewhere as a
 * new line for each tenth of the whole and for each other thing that it does or waits for.
 */
final class ProgressLine {
  /** Set by the launcher, which can tell what the standard error is: true or false. */
  private static final String TERMINAL = "torrentinno.terminal";

  /** Set by the launcher: the width of that terminal in characters. */
  private static final String COLUMNS = "torrentinno.columns";

  private static final String GAP = "  ";
  private static final int USUAL_COLUMNS = 80;
  private static final int SHORTEST_NAME = 8;
  private static final int LONGEST = 2000;

  private final PrintWriter out;
  private final boolean live;
  private final int columns;
  private @Nullable ResourceState state;
  private @Nullable String hint;
  private @Nullable String trouble;
  private int tenths;
  private boolean open;

  /**
   * A line.
   *
   * @param live whether it is drawn over again
   * @param columns characters that fit into it then
   */
  ProgressLine(PrintWriter out, boolean live, int columns) {
    this.out = out;
    this.live = live;
    this.columns = columns;
  }

  /** A line that is drawn over again when the standard error is a terminal. */
  static ProgressLine on(PrintWriter out) {
    String setting = System.getProperty(TERMINAL);
    boolean terminal =
        setting != null
            ? Boolean.parseBoolean(setting)
            : Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    int columns = Integer.getInteger(COLUMNS, USUAL_COLUMNS);
    return new ProgressLine(out, terminal, columns > 0 ? columns : USUAL_COLUMNS);
  }

  /** Sets the text that is shown while nothing arrives, instead of the agent's own text. */
  void hint(@Nullable String text) {
    hint = text;
  }

  void show(ResourceStatus now) {
    print(now, text(now));
  }

  void showSeeding(ResourceStatus now, Duration left) {
    StringJoiner text = new StringJoiner(GAP);
    text.add("seeding for another " + Amounts.duration(left.toSeconds() + 1));
    print(now, text.add(Amounts.rate(now.uploadRate())).add(peers(now)).toString());
  }

  /** Leaves the line. */
  void end() {
    if (open) {
      open = false;
      out.println();
      out.flush();
    }
  }

  private void print(ResourceStatus now, String line) {
    String name = PrintableText.of(now.name(), LONGEST);
    String text = PrintableText.of(line, LONGEST);
    if (live) {
      out.print("\r\u001b[K" + fitted(name, text));
      open = true;
    } else if (isNews(now)) {
      out.println(name + GAP + text);
    }
    out.flush();
  }

  /** A line that would be longer than the terminal's could not be drawn over. */
  private String fitted(String name, String text) {
    int room = columns - 1 - text.length() - GAP.length();
    return cut(cut(name, Math.max(SHORTEST_NAME, room)) + GAP + text, columns - 1);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…";
  }

  private boolean isNews(ResourceStatus now) {
    String troubleNow = trouble(now);
    int tenthsNow = (int) (10 * now.progress());
    boolean news =
        now.state() != state || tenthsNow != tenths || !Objects.equals(troubleNow, trouble);
    state = now.state();
    tenths = tenthsNow;
    trouble = troubleNow;
    return news;
  }

  private String text(ResourceStatus now) {
    StringJoiner text = new StringJoiner(GAP);
    switch (now.state()) {
      case FETCHING_MANIFEST -> text.add("asks peers for the manifest");
      case CHECKING -> text.add(Table.percent(now.progress())).add("checks what is here");
      case SEEDING -> text.add("100%").add("of " + Amounts.size(now.size()));
      case DOWNLOADING -> {
        text.add(Table.percent(now.progress())).add("of " + Amounts.size(now.size()));
        text.add(Amounts.rate(now.downloadRate())).add(peers(now));
        if (now.eta() != null) {
          text.add(Amounts.duration(now.eta().toSeconds() + 1) + " left");
        }
      }
      case PAUSED, ERROR -> text.add(now.state().label());
    }
    String trouble = trouble(now);
    return trouble == null ? text.toString() : text.add("(" + trouble + ")").toString();
  }

  private static String peers(ResourceStatus now) {
    return now.peers() == 1 ? "1 peer" : now.peers() + " peers";
  }

  /** A tracker that does not answer is none while bytes arrive, or when they have. */
  private @Nullable String trouble(ResourceStatus now) {
    if (now.downloadRate() > 0 || now.state() == ResourceState.SEEDING) {
      return null;
    }
    if (hint != null && now.state() != ResourceState.ERROR) {
      return hint;
    }
    String text = now.error() != null ? now.error() : now.condition().waiting();
    return text == null ? null : GetAdvice.of(text);
  }
}
