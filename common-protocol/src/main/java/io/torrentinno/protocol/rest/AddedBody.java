package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * The result for one manifest of several.
 *
 * @param status the HTTP status that the manifest would get alone
 * @param resource null when the manifest was refused
 * @param problem null when the manifest was not refused
 */
public record AddedBody(
    int status, @Nullable ResourceBody resource, @Nullable ProblemBody problem) {}
