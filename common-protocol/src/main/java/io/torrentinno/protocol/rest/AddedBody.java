package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * What became of one manifest of several.
 *
 * @param status as if it had come alone
 * @param resource null when it was refused
 * @param problem null when it was not
 */
public record AddedBody(
    int status, @Nullable ResourceBody resource, @Nullable ProblemBody problem) {}
