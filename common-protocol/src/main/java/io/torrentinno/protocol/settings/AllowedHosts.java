package io.torrentinno.protocol.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host names under which a service may be called. The owner of another site can point a name at
 * this machine, and its page can make a browser send requests here under that name (DNS rebinding).
 * So only names that no stranger can own are always allowed: IP addresses, {@code localhost}, names
 * without a dot (as in Compose and Kubernetes), and names below the top-level names for private
 * use.
 */
public final class AllowedHosts {
  private static final List<String> PRIVATE_SUFFIXES =
      List.of(".localhost", ".local", ".internal", ".home.arpa", ".svc", ".test");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final List<String> named;
  private final boolean any;

  /**
   * The names that are always allowed, and these.
   *
   * @param configured {@code files.example.com} is one name, {@code .example.com} or {@code
   *     *.example.com} are all names below it, {@code *} is any
   */
  public AllowedHosts(List<String> configured) {
    this.named = configured.stream().map(AllowedHosts::normal).toList();
    this.any = named.contains("*");
  }

  /**
   * Whether requests under a name are allowed.
   *
   * @param host as in a URL: no port, IPv6 literals in brackets
   */
  public boolean allows(String host) {
    String name = withoutRootDot(host.toLowerCase(Locale.ROOT));
    return any || names(name) || isLiteral(name) || isPrivate(name);
  }

  /** Whether the settings name {@code host} itself. A {@code *} does not. */
  public boolean names(String host) {
    String name = withoutRootDot(host.toLowerCase(Locale.ROOT));
    return named.stream()
        .anyMatch(allowed ->
            allowed.startsWith(".")
                ? name.endsWith(allowed)
                : allowed.equals(name) && !allowed.equals("*"));
  }

  /** The host of an authority {@code host} or {@code host:port}. */
  public static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }

  /** {@code *.lan} and {@code .lan} mean the same. */
  private static String normal(String configured) {
    String name = configured.trim().toLowerCase(Locale.ROOT);
    return name.startsWith("*.") ? name.substring(1) : name;
  }

  private static boolean isPrivate(String name) {
    return !name.isEmpty()
        && (name.indexOf('.') < 0 || PRIVATE_SUFFIXES.stream().anyMatch(name::endsWith));
  }

  private static boolean isLiteral(String name) {
    boolean ipv6 = name.startsWith("[") && name.endsWith("]");
    if (!ipv6 && !IPV4.matcher(name).matches()) {
      return false;
    }
    try {
      InetAddress literal =
          InetAddress.ofLiteral(ipv6 ? name.substring(1, name.length() - 1) : name);
      return !literal.getHostAddress().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutRootDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
