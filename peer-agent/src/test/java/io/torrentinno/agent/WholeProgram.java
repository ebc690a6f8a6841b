package io.torrentinno.agent;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the whole program on loopback, on ports that are free. */
public final class WholeProgram {
  /** The setting of a tracker that does not answer. */
  public static final String NO_TRACKER = "--torrentinno.agent.tracker=127.0.0.1:9";

  private WholeProgram() {}

  /** Starts it with a data folder, and other settings as the command line gives them. */
  public static ConfigurableApplicationContext start(Path data, String... settings) {
    Stream<String> usual =
        Stream.of(
            "--server.port=0",
            "--torrentinno.agent.listen-address=127.0.0.1",
            "--torrentinno.agent.listen-port=0",
            "--torrentinno.agent.data-dir=" + data);
    return SpringApplication.run(
        PeerAgent.class, Stream.concat(usual, Stream.of(settings)).toArray(String[]::new));
  }
}
