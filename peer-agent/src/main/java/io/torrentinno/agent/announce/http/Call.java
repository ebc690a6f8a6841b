package io.torrentinno.agent.announce.http;

import java.util.concurrent.CompletableFuture;

/** A request under way. It is completed with the answer, or with an {@link HttpFailure}. */
final class Call extends CompletableFuture<HttpResponse> {
  private final HttpRequest request;

  /** Whether the connection had answered a request before this one was sent; used on the loop. */
  private boolean onKept;

  Call(HttpRequest request) {
    this.request = request;
  }

  HttpRequest request() {
    return request;
  }

  void isSent(boolean overKept) {
    onKept = overKept;
  }

  boolean wasSentOverKept() {
    return onKept;
  }
}
