package io.torrentinno.agent.announce.http;

import io.torrentinno.protocol.model.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be sent again when a connection breaks, so doing it twice must have the same
 * effect as doing it once.
 *
 * @param method such as {@code POST}
 * @param path such as {@code /peers}, with the query, if there is one
 * @param json the body, {@code application/json}; null for none
 */
public record HttpRequest(String method, String path, @Nullable Bytes json) {
  /** A request that posts JSON. */
  public static HttpRequest post(String path, byte[] json) {
    return new HttpRequest("POST", path, Bytes.copyOf(json));
  }
}
