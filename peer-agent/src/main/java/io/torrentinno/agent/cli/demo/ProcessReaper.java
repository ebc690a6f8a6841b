package io.torrentinno.agent.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;

/**
 * A shell that ends the children and removes their folder when this process is killed. It notices
 * that by the end of its input, which no signal can prevent.
 */
final class ProcessReaper implements AutoCloseable {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      pids=
      while read -r line; do
        [ "$line" = done ] && exit 0
        pids="$pids $line"
      done
      kill $pids 2>/dev/null
      sleep 2
      kill -9 $pids 2>/dev/null
      rm -rf -- "$1"
      """;

  private final Writer input;

  private ProcessReaper(Writer input) {
    this.input = input;
  }

  /**
   * Starts the shell.
   *
   * @param folder removed when this process is killed
   */
  static ProcessReaper of(Path folder) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", SCRIPT, "undertaker", folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new ProcessReaper(shell.outputWriter());
  }

  /** Ends {@code child} too if this process is killed. */
  void watch(Process child) throws IOException {
    send(Long.toString(child.pid()));
  }

  /** Ends the shell, because nothing remains to be ended or removed. */
  @Override
  public void close() {
    try (input) {
      send("done");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }
}
