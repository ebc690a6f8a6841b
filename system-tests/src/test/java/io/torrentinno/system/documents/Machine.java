package io.torrentinno.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.tracker.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Stands for one of the machines that the documents speak of: a folder in which {@code
 * ./torrentinno} is there, and ports of its own.
 */
final class Machine {
  private static final int SECONDS = 600;

  private final Path folder;
  private final Map<String, String> replaced = new HashMap<>();
  private final int httpPort = FreePort.next();
  private final int peerPort = FreePort.next();

  /** A machine whose folder is made in {@code parent}. */
  Machine(Path parent, String name) throws IOException {
    folder = Files.createDirectories(parent.resolve(name).toAbsolutePath());
    Files.createDirectories(files());
    Files.createSymbolicLink(folder.resolve("torrentinno"), Documents.ROOT.resolve("torrentinno"));
    // This project may lie in a folder with blanks in its name.
    replaced.put("/srv/files", "'" + files().toString().replace("'", "'\\''") + "'");
  }

  /** The folder that the documents call {@code /srv/files}. */
  Path files() {
    return folder.resolve("files");
  }

  /** The folder where its commands run. */
  Path folder() {
    return folder;
  }

  /** {@code host:port} of its service. */
  String address() {
    return "127.0.0.1:" + httpPort;
  }

  /** Has another tracker take the place of the one that the documents name. */
  void useTracker(Machine tracker) {
    replaced.put("tracker.example.net:8080", tracker.address());
  }

  /** Runs a block to its end; it must not fail. */
  void run(String commands) {
    Process process = start(commands, Map.of("TORRENTINNO_AGENT", "http://" + address()));
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

  /** Starts the service of a block, and waits until it is ready. */
  AutoCloseable serve(String command) {
    Map<String, String> ports =
        Map.of(
            "SERVER_PORT", String.valueOf(httpPort),
            "TORRENTINNO_AGENT_LISTENPORT", String.valueOf(peerPort));
    Process process = start(command, ports);
    try {
      Awaitility.await(command)
          .failFast("it ended; see " + logFile(), () -> !process.isAlive())
          .until(this::isReady);
      return () -> end(process);
    } catch (RuntimeException | Error e) {
      end(process);
      throw e;
    }
  }

  private boolean isReady() {
    URI readiness = URI.create("http://" + address() + "/actuator/health/readiness");
    try {
      return HttpAnswer.to("GET", readiness, null).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private Process start(String commands, Map<String, String> environment) {
    String text = commands;
    for (Map.Entry<String, String> entry : replaced.entrySet()) {
      text = text.replace(entry.getKey(), entry.getValue());
    }
    ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", text);
    builder.environment().put("TORRENTINNO_BUILD", "never");
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

  private String log() {
    return "\n" + Documents.read(logFile());
  }
}
