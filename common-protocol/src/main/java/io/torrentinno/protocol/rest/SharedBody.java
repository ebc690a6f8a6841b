package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * The result for one file of several.
 *
 * @param status the HTTP status that the file would get alone
 * @param resource null unless the file is shared
 * @param share null unless the file is still being hashed
 * @param problem null unless the file cannot be shared
 */
public record SharedBody(
    int status,
    @Nullable ResourceBody resource,
    @Nullable ShareBody share,
    @Nullable ProblemBody problem) {}
