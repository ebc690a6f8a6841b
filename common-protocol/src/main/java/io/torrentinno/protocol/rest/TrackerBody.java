package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A tracker of a resource.
 *
 * @param tracker {@code host:port}, or {@code https://host:port}
 * @param fallback whether this is the agent's own tracker, used because no tracker of the resource
 *     answers
 * @param error why the last announce failed; null when it did not fail
 * @param answered seconds since the last answer; null before the first one, as is {@code peers}
 * @param peers how many peers the last answer had
 * @param seeders how many seeders the tracker knows; null when it did not say, as is {@code
 *     leechers}
 * @param leechers how many leechers the tracker knows
 */
public record TrackerBody(
    String tracker,
    boolean fallback,
    @Nullable String error,
    @Nullable Long answered,
    @Nullable Integer peers,
    @Nullable Integer seeders,
    @Nullable Integer leechers) {}
