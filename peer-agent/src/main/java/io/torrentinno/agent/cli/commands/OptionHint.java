package io.torrentinno.agent.cli.commands;

import java.nio.file.Files;
import java.nio.file.Path;
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
   * The end of a message about a resource that is not added.
   *
   * @param problem the type of the agent's problem
   * @param single whether no other resource is added with it
   */
  static String ofAdd(@Nullable String problem, boolean single) {
    if (!NAME_TAKEN.equals(problem)) {
      return "";
    }
    return single ? " (--name NAME, --to FOLDER, --replace)" : " (--to FOLDER, --replace)";
  }
}
