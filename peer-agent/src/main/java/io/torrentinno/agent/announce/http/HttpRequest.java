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
 * @param token a bearer token, a secret; null for none
 */
public record HttpRequest(
    String method, String path, @Nullable Bytes json, @Nullable String token) {
  /** A request without a token. */
  public HttpRequest(String method, String path, @Nullable Bytes json) {
    this(method, path, json, null);
  }

  /** A request that posts JSON. */
  public static HttpRequest post(String path, byte[] json) {
    return new HttpRequest("POST", path, Bytes.copyOf(json));
  }

  /** The same request with a bearer token. */
  HttpRequest with(@Nullable String bearer) {
    return new HttpRequest(method, path, json, bearer);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
