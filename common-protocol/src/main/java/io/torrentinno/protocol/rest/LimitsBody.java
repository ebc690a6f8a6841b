package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * Limits in bytes per second; 0 for none.
 *
 * @param uploadPerSecond in a request absent for no change, as is {@code downloadPerSecond}
 */
public record LimitsBody(@Nullable Long uploadPerSecond, @Nullable Long downloadPerSecond) {}
