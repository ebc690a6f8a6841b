package io.torrentinno.tracker.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/** The redis-server that the embedded-redis library carries, which needs no other library. */
final class EmbeddedRedis implements RedisForTests {
  private final int port;
  private final RedisServer server;
  private String pid = "";

  EmbeddedRedis(int port, String... settings) {
    this.port = port;
    RedisServerBuilder builder =
        RedisServer.builder().port(port).bind(host()).setting("save \"\"").setting("appendonly no");
    for (String setting : settings) {
      builder.setting(setting);
    }
    server = builder.build();
    revive();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void kill() {
    server.stop();
  }

  @Override
  public void revive() {
    server.start();
  }

  @Override
  public void hang() {
    pid = pid();
    signal("STOP");
    await().until(() -> state() == 'T');
  }

  @Override
  public void goOn() {
    signal("CONT");
    await().until(() -> state() != 'T');
  }

  private String pid() {
    try (Socket socket = new Socket(host(), port)) {
      socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(US_ASCII));
      String info = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return info.lines()
          .filter(line -> line.startsWith("process_id:"))
          .findFirst()
          .orElseThrow()
          .substring("process_id:".length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String signal) {
    try {
      int status = new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
      assertThat(status).as("the status of kill -%s %s", signal, pid).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The state of the process as in proc(5): T when a signal has stopped it. */
  private char state() throws IOException {
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  @Override
  public void close() {
    kill();
  }
}
