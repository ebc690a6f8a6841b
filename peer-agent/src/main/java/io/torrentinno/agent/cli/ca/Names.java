package io.torrentinno.agent.cli.ca;

import io.torrentinno.agent.cli.client.CommandFailed;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;

/** Checks the names that certificates are issued to. */
final class Names {
  /** X.520 allows no longer common name. */
  private static final int MAX_COMMON_NAME = 64;

  /** The name of a node is the name of a folder and of a host, too. */
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

  private static final Pattern HOST =
      Pattern.compile(
          "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private Names() {}

  static void checkNode(String name) {
    if (name.length() > MAX_COMMON_NAME || !NODE.matcher(name).matches() || name.contains("..")) {
      throw new CommandFailed(
          "\""
              + name
              + "\" can't be the name of a machine: 1 to 64 letters, digits, dots, dashes and"
              + " underscores; letters or digits at both ends.");
    }
  }

  static void checkCommonName(String name) {
    if (name.isBlank()
        || name.length() > MAX_COMMON_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new CommandFailed("An authority's name has 1 to 64 characters.");
    }
  }

  /** Whether a host can have this name. */
  static boolean isHost(String name) {
    return name.length() <= 253 && HOST.matcher(name).matches() && !ADDRESS.matcher(name).matches();
  }

  /**
   * An alternative name of a certificate.
   *
   * @param text a host name, with {@code *.} before it or without, or an IP address
   */
  static GeneralName alternative(String text) {
    if (ADDRESS.matcher(text).matches()) {
      return new GeneralName(GeneralName.iPAddress, address(text));
    }
    if (!isHost(text)) {
      throw new CommandFailed("--san " + text + ": neither a host name nor an IP address.");
    }
    return new GeneralName(GeneralName.dNSName, text);
  }

  /** An address in full: {@code 10.1} is {@code 10.0.0.1} to the JDK, and to few others. */
  private static String address(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      if (address instanceof Inet6Address || address.getHostAddress().equals(text)) {
        return address.getHostAddress();
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("--san " + text + ": not an IP address.", e);
    }
    throw new CommandFailed("--san " + text + ": not an IP address.");
  }
}
