package io.torrentinno.tracker.store.redis;

import java.util.concurrent.CompletableFuture;

/** A request that somebody waits for. */
record Call(Request request, CompletableFuture<Reply> result) {}
