package io.torrentinno.agent.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a URL.
 *
 * @param parts {@code name=value}, encoded
 */
public record Query(List<String> parts) {
  public Query {
    parts = List.copyOf(parts);
  }

  /** One without parameters. */
  public Query() {
    this(List.of());
  }

  /** One more parameter, unless the value is null. */
  public Query with(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    String part = name + "=" + URLEncoder.encode(value, UTF_8);
    return new Query(Stream.concat(parts.stream(), Stream.of(part)).toList());
  }

  /** The query of the URL, with its question mark; empty without parameters. */
  @Override
  public String toString() {
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }
}
