package io.torrentinno.agent.cli.demo;

import io.torrentinno.agent.cli.client.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tracker or an agent that the demo has started, and its output. */
final class ChildProcess {
  /** Finds the port in the start line of a tracker or an agent. */
  private static final Pattern PORT =
      Pattern.compile("(?:Tracker listens on port |is up: http://\\S*:)(\\d+)");

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int INTERRUPTED = 130;
  private static final int TAIL = 30;

  private final String name;
  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Deque<String> tail = new ArrayDeque<>(); // guarded by itself

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts a process. It takes any free port and writes it to its log, so no other process can take
   * the port before.
   *
   * @param log the file for its output
   */
  static ChildProcess start(String name, ProcessBuilder command, Path log) throws IOException {
    Process process = command.redirectErrorStream(true).start();
    ChildProcess child = new ChildProcess(name, process);
    Writer writer = Files.newBufferedWriter(log);
    Thread.ofPlatform().daemon().name("log of " + name).start(() -> child.follow(writer));
    return child;
  }

  String name() {
    return name;
  }

  Process process() {
    return process;
  }

  /**
   * Waits until the process answers HTTP.
   *
   * @throws CommandFailed when the process ends or takes too long
   */
  URI awaitUrl() throws InterruptedException {
    try {
      int found = port.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return URI.create("http://127.0.0.1:" + found);
    } catch (TimeoutException e) {
      throw new CommandFailed(withTail(name + " has not started"), e);
    } catch (ExecutionException e) {
      throw new CommandFailed(withTail(name + " ended while it started"), e);
    }
  }

  /**
   * Checks that the process still runs.
   *
   * @throws CommandFailed when it ended by itself; not when Ctrl-C, which reaches all processes of
   *     a terminal, ended it a moment before this one
   */
  void checkAlive() {
    if (!process.isAlive() && process.exitValue() != INTERRUPTED) {
      throw new CommandFailed(withTail(name + " ended with status " + process.exitValue()));
    }
  }

  /** Adds the last lines that the process has printed. */
  String withTail(String message) {
    synchronized (tail) {
      return message + ". Its last lines:\n  " + String.join("\n  ", tail);
    }
  }

  /** Asks all processes to end, waits, and kills those that still run. */
  static void stop(List<ChildProcess> children) {
    children.forEach(child -> child.process.destroy());
    long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
    for (ChildProcess child : children) {
      try {
        if (!child.process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          child.process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        child.process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private void follow(Writer log) {
    try (log;
        BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        log.write(line + "\n");
        log.flush();
        remember(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the log of " + name, e);
    } finally {
      port.completeExceptionally(new IOException("no port"));
    }
  }

  private void remember(String line) {
    synchronized (tail) {
      if (tail.size() == TAIL) {
        tail.removeFirst();
      }
      tail.addLast(line);
    }
    Matcher started = PORT.matcher(line);
    if (started.find()) {
      port.complete(Integer.valueOf(started.group(1)));
    }
  }
}
