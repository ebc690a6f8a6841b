package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A tracker of a resource.
 *
 * @param tracker {@code host:port}, or {@code https://host:port}
 * @param fallback whether it is the agent's own, which is asked because no other answers
 * @param error why the last announce failed; null when it did not
 * @param answered seconds since its last answer; null before the first, as is {@code peers}
 * @param peers how many peers that named
 * @param seeders how many peers with every piece the tracker knows; null when it did not say, as is
 *     {@code leechers}
 * @param leechers how many others it knows
 */
public record TrackerBody(
    String tracker,
    boolean fallback,
    @Nullable String error,
    @Nullable Long answered,
    @Nullable Integer peers,
    @Nullable Integer seeders,
    @Nullable Integer leechers) {}
