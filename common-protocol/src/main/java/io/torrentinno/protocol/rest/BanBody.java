package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A banned peer.
 *
 * @param address where the peer listens; null when this is not known
 * @param remaining seconds until the ban ends, rounded up
 */
public record BanBody(
    String peerId, String infoHash, @Nullable String address, String reason, long remaining) {}
