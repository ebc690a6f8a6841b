package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A banned peer.
 *
 * @param address where it listens; null when that is unknown
 * @param remaining seconds, rounded up
 */
public record BanBody(
    String peerId, String infoHash, @Nullable String address, String reason, long remaining) {}
