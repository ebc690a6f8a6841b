package io.torrentinno.tracker.http.message;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The header that tells the control plane who calls. Each process draws its name, so a caller
 * cannot send one of its own.
 *
 * @param name of the header
 */
public record CallerHeader(String name) {
  private static final int RANDOM_BYTES = 16;

  /** A header with a name that nobody can guess. */
  public static CallerHeader random() {
    byte[] drawn = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(drawn);
    return new CallerHeader("X-Caller-" + HexFormat.of().formatHex(drawn));
  }

  /** The header with its end. */
  public byte[] line(InetAddress caller) {
    return (name + ": " + caller.getHostAddress() + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Without the name, which is a secret. */
  @Override
  public String toString() {
    return "CallerHeader[]";
  }
}
