package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * What became of one file of several.
 *
 * @param status as if it had come alone
 * @param resource null unless it is shared
 * @param share null unless it is still being hashed
 * @param problem null unless it can't be shared
 */
public record SharedBody(
    int status,
    @Nullable ResourceBody resource,
    @Nullable ShareBody share,
    @Nullable ProblemBody problem) {}
