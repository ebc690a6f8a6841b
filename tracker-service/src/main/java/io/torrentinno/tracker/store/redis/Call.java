package io.torrentinno.tracker.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A request that somebody waits for.
 *
 * @param reader makes of the reply what is waited for
 */
record Call<T>(Request request, Function<Reply, T> reader, CompletableFuture<T> result) {
  Call(Request request, Function<Reply, T> reader) {
    this(request, reader, new CompletableFuture<>());
  }

  void complete(Reply reply) {
    result.complete(reader.apply(reply));
  }
}
