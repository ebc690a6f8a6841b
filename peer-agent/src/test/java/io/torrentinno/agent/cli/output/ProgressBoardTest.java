package io.torrentinno.agent.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.cli.output.ProgressBoard.Row;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {
  private final StringWriter out = new StringWriter();

  @Test
  void drawsOverItselfOnATerminal() {
    ProgressBoard board = new ProgressBoard(new PrintWriter(out), true);

    board.show(List.of(new Row("agent 2", 0, 100, 0), new Row("agent 3", 50, 100, 7_000_000)));
    board.show(List.of(new Row("agent 2", 100, 100, 0), new Row("agent 3", 99, 100, 1)));

    assertThat(out.toString().lines())
        .hasSize(4)
        .element(2)
        .asString()
        .startsWith("\u001b[2A")
        .contains("agent 2", "█".repeat(30), "100%");
    assertThat(out.toString()).contains("50%  7.0 MB/s", " 99%");
  }

  @Test
  void printsALineForEachTenthElsewhere() {
    ProgressBoard board = new ProgressBoard(new PrintWriter(out), false);

    for (int done = 0; done <= 100; done++) {
      board.show(List.of(new Row("agent 2", done, 100, 0), new Row("agent 3", done, 100, 0)));
    }

    assertThat(out.toString().lines()).hasSize(11);
    assertThat(out.toString()).doesNotContain("\u001b");
  }
}
