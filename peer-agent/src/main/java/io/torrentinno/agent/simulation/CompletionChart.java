package io.torrentinno.agent.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Draws an SVG chart: which part of the fetchers was complete at which time, with a curve for each
 * result.
 */
public final class CompletionChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 60;
  private static final int LEGEND_LINE = 18;

  /** Colours that colour-blind people can distinguish (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  private final List<SwarmResult> results;
  private final double longest;
  private final StringBuilder svg = new StringBuilder(4096);

  private CompletionChart(List<SwarmResult> results) {
    this.results = results;
    longest =
        Math.max(
            1.5, 1.05 * results.stream().mapToDouble(r -> r.inBounds(r.last())).max().orElse(1));
  }

  /**
   * Draws the chart.
   *
   * @return an SVG document; its time axis is in multiples of each plan's bound
   */
  public static String of(List<SwarmResult> results) {
    return new CompletionChart(results).draw();
  }

  private String draw() {
    add(
        String.format(
            Locale.ROOT,
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
                + " font-size='13'><rect width='100%%' height='100%%' fill='white'/>",
            WIDTH,
            HEIGHT));
    text(WIDTH / 2.0, TOP / 2.0, "middle", "Fetchers that are done");
    axes();
    for (int i = 0; i < results.size(); i++) {
      curve(results.get(i), COLOURS.get(i % COLOURS.size()));
      legend(i, results.get(i), COLOURS.get(i % COLOURS.size()));
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes() {
    for (int percent = 0; percent <= 100; percent += 25) {
      line(x(0), y(percent / 100.0), x(longest), y(percent / 100.0), "#dddddd");
      text(LEFT - 8, y(percent / 100.0) + 4, "end", percent + " %");
    }
    double step = longest <= 3 ? 0.25 : Math.ceil(longest / 10);
    for (double time = 0; time <= longest; time += step) {
      line(x(time), y(0), x(time), y(1), "#eeeeee");
      text(x(time), y(0) + 20, "middle", String.format(Locale.ROOT, "%.2f", time));
    }
    line(x(1), y(0), x(1), y(1), "#888888");
    text(
        x(longest / 2),
        HEIGHT - 15.0,
        "middle",
        "time, in multiples of the shortest possible time (grey line)");
  }

  private void curve(SwarmResult result, String colour) {
    StringBuilder points = new StringBuilder();
    List<Duration> completions = result.completions();
    double all = result.plan().hosts().fetchers();
    points.append(point(0, 0));
    for (int i = 0; i < completions.size(); i++) {
      double time = result.inBounds(completions.get(i));
      points.append(point(time, i / all)).append(point(time, (i + 1) / all));
    }
    add(
        String.format(
            Locale.ROOT,
            "<polyline fill='none' stroke='%s' stroke-width='2' points='%s'/>",
            colour,
            points.toString()));
  }

  private void legend(int index, SwarmResult result, String colour) {
    double top = TOP + 16 + index * (double) LEGEND_LINE;
    add(
        String.format(
            Locale.ROOT,
            "<rect x='%.1f' y='%.1f' width='14' height='4' fill='%s'/>",
            (double) LEFT + 10,
            top - 6,
            colour));
    text(
        LEFT + 30,
        top,
        "start",
        String.format(
            Locale.ROOT,
            "%,d fetchers, %,d pieces",
            result.plan().hosts().fetchers(),
            result.plan().file().pieces()));
  }

  private String point(double time, double part) {
    return String.format(Locale.ROOT, "%.1f,%.1f ", x(time), y(part));
  }

  private double x(double time) {
    return LEFT + time / longest * (WIDTH - LEFT - RIGHT);
  }

  private double y(double part) {
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    add(
        String.format(
            Locale.ROOT,
            "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s'/>",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private void text(double x, double y, String anchor, String text) {
    add(
        String.format(
            Locale.ROOT, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, text));
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }
}
