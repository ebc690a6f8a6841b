package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A connected peer.
 *
 * @param address {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}
 * @param protocol {@code TI/1} or {@code TI/2}
 * @param software name and version; empty for TI/1
 * @param direction {@code outgoing} when this agent connected, else {@code incoming}
 * @param pieces how many pieces the peer has
 * @param downloaded bytes received from the peer; {@code uploaded} bytes sent to it
 * @param downloadRate bytes per second, as is {@code uploadRate}
 * @param requests how many requests to the peer have no answer yet
 * @param encrypted whether the connection is encrypted by TLS
 * @param certificate the name of the peer's certificate; null without an authority
 */
public record PeerBody(
    String peerId,
    String address,
    String protocol,
    String software,
    String direction,
    int pieces,
    long downloaded,
    long uploaded,
    long downloadRate,
    long uploadRate,
    int requests,
    boolean encrypted,
    @Nullable String certificate) {}
