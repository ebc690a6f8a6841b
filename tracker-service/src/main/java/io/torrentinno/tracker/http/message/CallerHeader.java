package io.torrentinno.tracker.http.message;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The header that names the caller to the control plane. Each process draws the header's name, so a
 * caller cannot send one of its own.
 *
 * @param name of the header
 */
public record CallerHeader(String name) {
  /**
   * Name of the attribute of Tomcat's requests that is true when a proxy has passed the request on,
   * and its address may be the one of the proxy.
   */
  public static final String PASSED_ON = CallerHeader.class.getName() + ".passedOn";

  private static final int RANDOM_BYTES = 16;
  private static final String MARK = " passed-on";

  /** A header with a name that nobody can guess. */
  public static CallerHeader random() {
    byte[] drawn = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(drawn);
    return new CallerHeader("X-Caller-" + HexFormat.of().formatHex(drawn));
  }

  /**
   * The header with its end.
   *
   * @param passedOn whether the address may be the one of a proxy, which does not say who calls it
   */
  public byte[] line(InetAddress caller, boolean passedOn) {
    String value = caller.getHostAddress() + (passedOn ? MARK : "");
    return (name + ": " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** The address in a value of the header. */
  public static String address(String value) {
    return isPassedOn(value) ? value.substring(0, value.length() - MARK.length()) : value;
  }

  /** Whether the address in a value of the header may be the one of a proxy. */
  public static boolean isPassedOn(String value) {
    return value.endsWith(MARK);
  }

  /** Without the name, which is a secret. */
  @Override
  public String toString() {
    return "CallerHeader[]";
  }
}
