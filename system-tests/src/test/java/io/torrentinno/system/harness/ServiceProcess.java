package io.torrentinno.system.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A service as a process of its own. What it prints goes to a file, appended over restarts. */
final class ServiceProcess {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  /**
   * What to run.
   *
   * @param property the system property that names the file
   * @param trainingArguments what a start needs that only shows which classes are loaded; %s is a
   *     folder
   */
  record Jar(String property, List<String> jvmOptions, List<String> trainingArguments) {
    Path path() {
      Path jar = Path.of(System.getProperty(property, ""));
      assertThat(jar).as("the jar that the property %s names", property).isRegularFile();
      return jar;
    }
  }

  private final Process process;
  private final Path log;

  private ServiceProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Runs a Boot jar on this JVM's own Java. */
  static ServiceProcess start(Host host, Jar jar, Path log, List<String> arguments) {
    List<String> command = new ArrayList<>(host.enter());
    command.addAll(FastStart.command(jar));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      RUNNING.add(process);
      return new ServiceProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a crash would: {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(10);
  }

  /** Asks it to end, as a service manager would. */
  void stop() {
    process.destroy();
    awaitEnd(20);
  }

  private void awaitEnd(int seconds) {
    try {
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      assertThat(ended).as("ends within %s s; see %s", seconds, log).isTrue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      RUNNING.remove(process);
    }
  }

  /** The lines that it has printed, since its first start. */
  Stream<String> output() {
    try {
      return Files.readAllLines(log).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last of {@link #output}. */
  String tail(int lines) {
    List<String> printed = output().toList();
    return String.join("\n", printed.subList(Math.max(0, printed.size() - lines), printed.size()));
  }

  @Override
  public String toString() {
    return log.toString();
  }
}
