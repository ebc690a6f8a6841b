package io.torrentinno.agent.announce.http;

import java.util.concurrent.CompletableFuture;

/** A request on its way: completed with the answer, or with an {@link HttpFailure}. */
final class Call extends CompletableFuture<HttpResponse> {
  private final HttpRequest request;

  /** Whether an answer had come over its connection before it was sent; used on the loop. */
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
