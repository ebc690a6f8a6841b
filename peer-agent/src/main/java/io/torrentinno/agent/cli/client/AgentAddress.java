package io.torrentinno.agent.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads where an agent is: {@code http://HOST:PORT}, also {@code https} and with a path, or {@code
 * HOST:PORT}, or {@code HOST} alone for port {@value #PORT}.
 */
final class AgentAddress implements ITypeConverter<URI> {
  static final int PORT = 8090;
  private static final String DEFAULT = "http://127.0.0.1:" + PORT;

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
      URI address = new URI(complete ? given : "http://" + given);
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

  private static TypeConversionException refusal(String text) {
    return new TypeConversionException(
        "not the address of an agent, such as " + DEFAULT + " or HOST:PORT: " + text);
  }
}
