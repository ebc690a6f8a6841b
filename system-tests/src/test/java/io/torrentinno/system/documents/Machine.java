package io.torrentinno.system.documents;

import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.tracker.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stands for one of the machines that the documents speak of: a folder in which {@code
 * ./torrentinno} is there, and ports of its own.
 */
final class Machine {
  private final Shell shell;
  private final int httpPort = FreePort.next();

  /** A machine whose folder is made in {@code parent}. */
  Machine(Path parent, String name) throws IOException {
    shell =
        new Shell(parent.resolve(name).toAbsolutePath())
            .with("TORRENTINNO_AGENT", "http://" + address())
            .with("SERVER_PORT", String.valueOf(httpPort))
            .with("TORRENTINNO_AGENT_LISTENPORT", String.valueOf(FreePort.next()));
    Files.createDirectories(files());
    // This project may lie in a folder with blanks in its name.
    shell.replacing("/srv/files", "'" + files().toString().replace("'", "'\\''") + "'");
  }

  /** The folder that the documents call {@code /srv/files}. */
  Path files() {
    return folder().resolve("files");
  }

  /** The folder where its commands run. */
  Path folder() {
    return shell.folder();
  }

  /** {@code host:port} of its service. */
  String address() {
    return "127.0.0.1:" + httpPort;
  }

  /** Has another tracker take the place of the one that the documents name. */
  void useTracker(Machine tracker) {
    shell.replacing("tracker.example.net:8080", tracker.address());
  }

  /** Runs a block to its end; it must not fail. */
  void run(String commands) {
    shell.run(commands);
  }

  /** Starts the service of a block, and waits until it is ready. */
  AutoCloseable serve(String command) {
    return shell.serve(command).awaitReady(this::isReady);
  }

  private boolean isReady() {
    URI readiness = URI.create("http://" + address() + "/actuator/health/readiness");
    try {
      return HttpAnswer.to("GET", readiness, null).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
