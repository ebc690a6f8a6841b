package io.torrentinno.agent.cli.commands;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The options that help when an agent refuses a call. The agent's texts do not name options. */
final class OptionHint {
  private static final String FORBIDDEN_PATH = "urn:torrentinno:problem:forbidden-path";
  private static final String NAME_TAKEN = "urn:torrentinno:problem:name-taken";

  private OptionHint() {}

  /**
   * The end of a message about a file that is not shared.
   *
   * @param problem the type of the agent's problem
   */
  static String ofShare(Path file, @Nullable String problem) {
    return FORBIDDEN_PATH.equals(problem) && Files.isRegularFile(file)
        ? ". With --upload, 'share' sends the file to the agent."
        : "";
  }

  /**
   * The end of a message about a resource that is not added: the options for what the message
   * advises.
   *
   * @param problem the type of the agent's problem
   * @param message the agent's text
   * @param single whether no other resource is added with it
   */
  static String ofAdd(@Nullable String problem, String message, boolean single) {
    if (!NAME_TAKEN.equals(problem)) {
      return "";
    }
    StringJoiner options = new StringJoiner(", ", " (", ")").setEmptyValue("");
    if (single && message.contains("another name")) {
      options.add("--name NAME");
    }
    if (message.contains("destination")) {
      options.add("--to FOLDER");
    }
    if (message.contains("replace that resource")) {
      options.add("--replace");
    }
    return options.toString();
  }
}
