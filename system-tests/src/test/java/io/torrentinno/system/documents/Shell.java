package io.torrentinno.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Runs blocks of commands in a folder in which {@code ./torrentinno} is there. */
final class Shell {
  private static final int SECONDS = 600;

  private final Path folder;
  private final Map<String, String> replaced = new LinkedHashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  /** A shell in a folder that is made. */
  Shell(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    Files.createSymbolicLink(folder.resolve("torrentinno"), Documents.ROOT.resolve("torrentinno"));
    environment.put("TORRENTINNO_BUILD", "never");
  }

  /** Has another text take the place of one in the commands. */
  Shell replacing(String text, String by) {
    replaced.put(text, by);
    return this;
  }

  /** Sets a variable of the environment. */
  Shell with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Path folder() {
    return folder;
  }

  /** Runs a block to its end; it must not fail. */
  void run(String commands) {
    Process process = start(commands);
    try {
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      assertThat(ended && process.exitValue() == 0).as("%s%s", commands, log()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      end(process);
    }
  }

  /** Starts the service of a block. */
  Service serve(String command) {
    return new Service(this, command, start(command));
  }

  /** A service that a block of commands has started. */
  record Service(Shell shell, String command, Process process) implements AutoCloseable {
    /** Waits until it is ready; ends it when it does not become ready. */
    Service awaitReady(BooleanSupplier ready) {
      try {
        Awaitility.await(command)
            .failFast("it ended; see " + shell.logFile(), () -> !process.isAlive())
            .until(ready::getAsBoolean);
        return this;
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    @Override
    public void close() {
      end(process);
    }
  }

  private Process start(String commands) {
    String text = commands;
    for (Map.Entry<String, String> entry : replaced.entrySet()) {
      text = text.replace(entry.getKey(), entry.getValue());
    }
    ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", text);
    builder.environment().putAll(environment);
    try {
      return builder
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  private Path logFile() {
    return folder.resolve("commands.log");
  }

  /** What the commands have printed. */
  String log() {
    return "\n" + Documents.read(logFile());
  }
}
