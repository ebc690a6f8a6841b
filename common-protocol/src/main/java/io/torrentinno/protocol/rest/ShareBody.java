package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A share: a file that is becoming a resource.
 *
 * @param path path of the file, on the agent's machine
 * @param name the name of the resource
 * @param state {@code queued}, {@code hashing}, {@code done} or {@code failed}
 * @param size bytes, as is {@code hashedBytes}
 * @param resource the resource that was made; null unless the share is done
 * @param problem why the share failed; null unless it failed
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
