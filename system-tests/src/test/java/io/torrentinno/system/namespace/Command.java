package io.torrentinno.system.namespace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the system that tests call. */
public final class Command {
  private Command() {}

  /**
   * Runs a program to its end.
   *
   * @throws IOException when it is not installed or fails; says which, and what it printed
   */
  public static void run(List<String> command) throws IOException {
    Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + printed.strip());
    }
  }

  /** Runs a program with these arguments to its end. */
  public static void run(String... command) throws IOException {
    run(List.of(command));
  }

  /**
   * Starts a program.
   *
   * @throws IOException when it is not installed; names it
   */
  public static Process start(ProcessBuilder program) throws IOException {
    try {
      return program.start();
    } catch (IOException e) {
      String name = program.command().getFirst();
      throw new IOException(name + " is missing: install it (CONTRIBUTING.md says how)", e);
    }
  }
}
