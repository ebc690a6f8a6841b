package io.torrentinno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.cli.CommandLineTool;
import io.torrentinno.agent.oneshot.GetCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The script at the top of the repository that starts everything. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "torrentinno");
  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+) ");

  /** Those that start a service, and so are no commands of the agent's jar. */
  private static final Set<String> SERVICES = Set.of("agent", "tracker");

  @Test
  void listsEveryCommandAndNoOther() throws Exception {
    String script = Files.readString(SCRIPT);
    String usage = script.substring(script.indexOf("Usage:"), script.indexOf("\nEND\n"));
    Set<String> listed = new TreeSet<>();
    COMMAND.matcher(usage).results().forEach(line -> listed.add(line.group(1)));

    Set<String> commands = new TreeSet<>(CommandLineTool.names(new GetCommand(() -> {})));
    commands.addAll(SERVICES);

    assertThat(listed).isEqualTo(commands);
  }
}
