package io.torrentinno.agent.oneshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter out = new StringWriter();

  @Test
  void isDrawnOverAgainOnATerminal() {
    ProgressLine line = new ProgressLine(new PrintWriter(out), true, 80);

    line.show(downloading(10));
    line.show(downloading(25));
    line.end();

    assertThat(out.toString())
        .isEqualTo(
            "\r\u001b[Kfilm.mkv  10%  of 100 B  52.4 MB/s  3 peers  0:03 left"
                + "\r\u001b[Kfilm.mkv  25%  of 100 B  52.4 MB/s  3 peers  0:03 left"
                + System.lineSeparator());
  }

  @Test
  void isALineForEachTenthElsewhere() {
    ProgressLine line = new ProgressLine(new PrintWriter(out), false, 80);

    for (int percent = 0; percent < 100; percent++) {
      line.show(downloading(percent));
    }
    line.show(Samples.status("film.mkv", ResourceState.SEEDING, 100, 100));
    line.end();

    assertThat(out.toString().lines()).hasSize(11).last().isEqualTo("film.mkv  100%  of 100 B");
  }

  @Test
  void fitsIntoTheTerminal() {
    String name = "a-very-long-name-".repeat(10);
    for (int columns : new int[] {40, 80, 200}) {
      StringWriter line = new StringWriter();

      new ProgressLine(new PrintWriter(line), true, columns)
          .show(Samples.status(name, ResourceState.DOWNLOADING, 100, 25));

      assertThat(line.toString().replace("\r\u001b[K", ""))
          .hasSize(columns - 1)
          .contains("…", "25%");
    }
  }

  @Test
  void saysOnceWhatIsWrong() {
    ProgressLine line = new ProgressLine(new PrintWriter(out), false, 80);

    line.show(Samples.status("film.mkv", ResourceState.ERROR, 100, 10));
    line.show(Samples.status("film.mkv", ResourceState.ERROR, 100, 10));

    assertThat(out.toString().lines()).containsExactly("film.mkv  error  (the disk is full)");
  }

  @Test
  void saysHowLongItIsStillServed() {
    ProgressLine line = new ProgressLine(new PrintWriter(out), true, 80);

    line.showSeeding(
        Samples.status("film.mkv", ResourceState.SEEDING, 100, 100), Duration.ofSeconds(59));

    assertThat(out.toString()).endsWith("film.mkv  seeding for another 1:00  0 B/s  3 peers");
  }

  private static ResourceStatus downloading(int percent) {
    return Samples.status("film.mkv", ResourceState.DOWNLOADING, 100, percent);
  }
}
