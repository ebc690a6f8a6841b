package io.torrentinno.agent.config;

import io.torrentinno.protocol.model.TrackerAddress;
import io.torrentinno.protocol.token.TokenText;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token for the tracker, from a file. The file is read again every ten seconds while announces
 * are made, on a thread of its own. When it has no token then, the token before is used.
 */
final class AnnounceToken implements Supplier<@Nullable String> {
  private static final Logger log = LoggerFactory.getLogger("io.torrentinno.agent");
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final Path file;
  private final AtomicLong readAt = new AtomicLong(System.nanoTime());
  private volatile String text;

  /**
   * Reads the file.
   *
   * @throws StartFailed when it has no token, or the token would cross a network in the clear
   */
  AnnounceToken(Path file, TrackerAddress tracker, boolean inClear) {
    this.file = file;
    if (!tracker.tls() && !inClear && !isLoopback(tracker.host())) {
      throw new StartFailed(
          "Others could read the announce token on its way to " + tracker.toUri() + ".",
          "Use an https:// tracker, or set torrentinno.agent.announce-token-in-clear=true.");
    }
    try {
      text = read(file);
    } catch (IOException e) {
      throw new StartFailed(
          "The announce token can't be read from " + file + ": " + e.getMessage(),
          "Correct torrentinno.agent.announce-token-file.",
          e);
    }
  }

  @Override
  public String get() {
    long last = readAt.get();
    long now = System.nanoTime();
    if (now - last >= PAUSE && readAt.compareAndSet(last, now)) {
      Thread.ofVirtual().name("announce-token").start(this::readAgain);
    }
    return text;
  }

  private void readAgain() {
    try {
      text = read(file);
    } catch (IOException e) {
      log.warn(
          "The announce token can't be read from {}; the agent continues with the old token: {}",
          file,
          e.getMessage());
    }
  }

  private static String read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(TokenText.LENGTH + 2);
    }
    String token = new String(bytes, StandardCharsets.US_ASCII).strip();
    if (!TokenText.isWellFormed(token)) {
      throw new IOException("the file must contain one token and nothing else");
    }
    return token;
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
