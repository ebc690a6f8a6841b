package io.torrentinno.agent.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.cli.client.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoEnvironmentTest {
  private static final String SERVER =
      """
      echo "$@"
      echo 'Tracker listens on port 4711: swarms in memory'
      exec sleep 60
      """;

  @TempDir private Path parent;

  @Test
  void learnsWhereAChildAnswersFromItsLog() throws Exception {
    try (DemoEnvironment ground = DemoEnvironment.in(launcher(SERVER), parent)) {
      ChildProcess child = ground.start("agent 1", "agent", List.of("a=b"));

      assertThat(child.awaitUrl()).isEqualTo(URI.create("http://127.0.0.1:4711"));
      ground.checkAlive();
      assertThat(ground.folder().resolve("agent-1.log"))
          .content()
          .contains("agent --server.address=127.0.0.1 --server.port=0", "--a=b");
    }
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Process child;
    try (DemoEnvironment ground = DemoEnvironment.in(launcher(SERVER), parent)) {
      child = ground.start("agent 1", "agent", List.of()).process();
    }

    assertThat(child.isAlive()).isFalse();
    assertThat(folders()).isEmpty();
  }

  @Test
  void startsNothingOnceItIsClosed() throws Exception {
    DemoEnvironment ground = DemoEnvironment.in(launcher(SERVER), parent);
    ground.close();

    assertThat(ground.ended().getCount()).isZero();
    assertThatThrownBy(() -> ground.start("agent 1", "agent", List.of()))
        .isInstanceOf(CommandFailed.class);
  }

  @Test
  void quotesAChildThatEnds() throws Exception {
    try (DemoEnvironment ground =
        DemoEnvironment.in(launcher("echo no such setting; exit 3"), parent)) {
      ChildProcess child = ground.start("agent 1", "agent", List.of());

      assertThatThrownBy(child::awaitUrl)
          .isInstanceOf(CommandFailed.class)
          .hasMessage("agent 1 ended while it started. Its last lines:\n  no such setting");
      child.process().waitFor();
      assertThatThrownBy(ground::checkAlive)
          .isInstanceOf(CommandFailed.class)
          .hasMessageContaining("agent 1 ended with status 3");
    }
  }

  @Test
  void cleansUpEvenWhenItsProcessIsKilled() throws Exception {
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                launcher(SERVER).toString(),
                parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = demo.inputReader()) {
      long child = Long.parseLong(output.readLine());

      demo.destroyForcibly().waitFor();

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            assertThat(runs(child)).isFalse();
            assertThat(folders()).isEmpty();
          });
    }
  }

  /** A program that waits on a ground until it is killed. */
  static final class Killed {
    private Killed() {}

    /** Prints the id of its child. */
    public static void main(String[] args) throws Exception {
      DemoEnvironment ground = DemoEnvironment.in(Path.of(args[0]), Path.of(args[1]));
      System.out.println(ground.start("agent 1", "agent", List.of()).process().pid());
      ground.ended().await();
    }
  }

  /**
   * An ended process stays in the table where the first process, as in containers, reaps nobody.
   */
  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).isPresent() && !isZombie(pid);
  }

  private static boolean isZombie(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException e) { // It is gone by now, or this system has no such folder.
      return false;
    }
  }

  private Path launcher(String script) throws IOException {
    Path launcher = Files.writeString(parent.resolve("launcher"), "#!/bin/sh\n" + script);
    return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(Files::isDirectory).toList();
    }
  }
}
