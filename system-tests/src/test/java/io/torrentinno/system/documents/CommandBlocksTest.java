package io.torrentinno.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each block of commands in the README and the guides is run, or says why it is not. */
final class CommandBlocksTest {
  private static final Set<String> RUN =
      Set.of(
          "demo",
          "compose",
          "tracker",
          "agent",
          "sender",
          "receiver",
          "check-tracker",
          "five-prepare",
          "five-tracker",
          "five-agent",
          "five-use",
          "five-renew",
          "five-revoke");

  @Test
  void everyBlockHasAMarkThatSaysWhoRunsIt() {
    List<CommandBlock> blocks =
        Documents.guides().stream().flatMap(guide -> CommandBlock.in(guide).stream()).toList();

    assertThat(blocks)
        .hasSizeGreaterThan(8)
        .allSatisfy(block ->
            assertThat(RUN.contains(block.mark()) || block.mark().matches("not, because .{10,}"))
                .as("%s has a mark", block)
                .isTrue());
  }

  @Test
  void noBlockIsOverlooked() {
    for (Path guide : Documents.guides()) {
      assertThat(CommandBlock.in(guide)).as("%s", guide).hasSize((int) CommandBlock.fences(guide));
    }
  }

  @Test
  void contributorsFindEveryMarkInTheTable() {
    String contributing = Documents.read(Documents.ROOT.resolve("CONTRIBUTING.md"));

    assertThat(RUN)
        .allSatisfy(mark ->
            assertThat(contributing).containsAnyOf("<!-- run: " + mark + " -->", "`" + mark + "`"));
  }

  @Test
  void whatTheBuildLeavesOutIsRunByTheScripts() {
    String ci = Documents.read(Documents.ROOT.resolve(".ci/run"));

    assertThat(ci).contains("\n./torrentinno demo --exit\n").contains("\nscripts/walk-through\n");
    assertThat(CommandBlock.marked("demo")).containsExactly("./torrentinno demo\n");
    assertThat(Documents.read(Documents.ROOT.resolve("scripts/walk-through")))
        .contains("<!-- run: compose -->");
  }
}
