package io.torrentinno.agent.announce.http;

import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token for one server. No other server gets it: neither one with another name or port,
 * nor the same one without TLS where the address says {@code https}.
 *
 * @param server such as {@code https://tracker.example.com:8443}
 * @param text the present token; null when there is none. Must not block
 */
public record ServerToken(URI server, Supplier<@Nullable String> text) {
  /** The token for requests to {@code origin}; null for none. */
  @Nullable String forRequestsTo(Origin origin) {
    return Origin.of(server).equals(origin) ? text.get() : null;
  }
}
