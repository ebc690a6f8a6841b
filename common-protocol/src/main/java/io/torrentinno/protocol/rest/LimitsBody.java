package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * Limits in bytes per second; 0 for no limit.
 *
 * @param uploadPerSecond absent in a request that does not change this limit, as is {@code
 *     downloadPerSecond}
 */
public record LimitsBody(@Nullable Long uploadPerSecond, @Nullable Long downloadPerSecond) {}
