package io.torrentinno.agent.cli.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the address of an agent: {@code http://HOST:PORT}, also {@code https} and with a path, or
 * {@code HOST:PORT}, or {@code HOST} alone for port {@value #PORT}.
 */
final class AgentAddress implements ITypeConverter<URI> {
  static final int PORT = 8090;
  private static final String DEFAULT = "http://127.0.0.1:" + PORT;

  /** A host name with an underscore, as Compose makes them. Java refuses such names in URLs. */
  private static final Pattern UNDERSCORED =
      Pattern.compile("(http://)([A-Za-z0-9._-]*_[A-Za-z0-9._-]*)((?::\\d+)?(?:/.*)?)");

  private final Names names;

  AgentAddress() {
    this(name -> InetAddress.getByName(name).getHostAddress());
  }

  AgentAddress(Names names) {
    this.names = names;
  }

  /** Looks host names up. */
  interface Names {
    String address(String name) throws UnknownHostException;
  }

  @Override
  public URI convert(String text) {
    String given = text.strip();
    if (given.isEmpty()) {
      return URI.create(DEFAULT);
    }
    boolean complete = given.contains("://");
    if (!complete && given.regionMatches(true, 0, "http", 0, 4) && given.contains(":/")) {
      throw refusal(text);
    }
    try {
      URI address = new URI(lookedUp(complete ? given : "http://" + given));
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw refusal(text);
      }
      boolean portMissing = !complete && address.getPort() < 0;
      return portMissing ? URI.create("http://" + address.getHost() + ":" + PORT) : address;
    } catch (URISyntaxException e) {
      throw refusal(text);
    }
  }

  /** The same URL with the address of the host, if Java refuses its name. */
  private String lookedUp(String url) {
    Matcher matcher = UNDERSCORED.matcher(url);
    if (!matcher.matches()) {
      return url;
    }
    try {
      String address = names.address(matcher.group(2));
      String literal = address.indexOf(':') < 0 ? address : "[" + address + "]";
      return matcher.group(1) + literal + matcher.group(3);
    } catch (UnknownHostException e) {
      throw new TypeConversionException("No machine is called " + matcher.group(2) + ".");
    }
  }

  private static TypeConversionException refusal(String text) {
    return new TypeConversionException(
        "not the address of an agent such as " + DEFAULT + " or HOST:PORT: " + text);
  }
}
