package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A file on its way to become a resource.
 *
 * @param path of the file, on the agent's machine
 * @param name what fetchers call it
 * @param state {@code queued}, {@code hashing}, {@code done} or {@code failed}
 * @param size bytes, as is {@code hashedBytes}
 * @param resource what it has become; null unless it is done
 * @param problem why it failed; null unless it has
 */
public record ShareBody(
    String id,
    String path,
    String name,
    String state,
    long size,
    long hashedBytes,
    @Nullable ResourceBody resource,
    @Nullable ProblemBody problem) {}
