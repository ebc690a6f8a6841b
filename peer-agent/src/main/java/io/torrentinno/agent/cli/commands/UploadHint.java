package io.torrentinno.agent.cli.commands;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What helps when a file is outside the folders of the agent. */
final class UploadHint {
  private static final String FORBIDDEN_PATH = "urn:torrentinno:problem:forbidden-path";

  private UploadHint() {}

  /**
   * The end of a message about a file that is not shared.
   *
   * @param problem the type of the agent's problem
   */
  static String of(Path file, @Nullable String problem) {
    return FORBIDDEN_PATH.equals(problem) && Files.isRegularFile(file)
        ? ". With --upload, 'share' sends the file to the agent."
        : "";
  }
}
