package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.torrentinno.agent.content.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  @TempDir Path data;

  private final EmbeddedChannel clock = new EmbeddedChannel();

  /** Checks that wait for the disk. */
  private final Queue<Runnable> checks = new ArrayDeque<>();

  private StateFolder state;
  private FolderWatch watch;

  @BeforeEach
  void start() throws Exception {
    state = StateFolder.open(data);
    watch = new FolderWatch(state, List.of());
    clock.freezeTime();
    watch.start(clock.eventLoop(), checks::add);
  }

  @AfterEach
  void close() {
    state.close();
    clock.close();
  }

  private void pass(int seconds) {
    for (int second = 0; second < seconds; second++) {
      clock.advanceTimeBy(1, TimeUnit.SECONDS);
      clock.runScheduledPendingTasks();
    }
  }

  @Test
  void beginsNoCheckWhileTheDiskDoesNotAnswerTheLastOne() {
    pass(60);
    assertThat(checks).hasSize(1);

    checks.remove().run();
    assertThat(checks).isEmpty();
    pass(2);
    assertThat(checks).hasSize(1);
  }

  @Test
  void goesOnAfterTheFolderWasGone() throws Exception {
    Path moved = data.resolveSibling(data.getFileName() + "-moved");
    Files.move(data, moved);
    pass(2);
    checks.remove().run();
    assertThat(watch.problem()).contains("the data folder is gone");

    Files.move(moved, data);
    pass(2);
    checks.remove().run();
    assertThat(watch.problem()).isNull();
  }
}
