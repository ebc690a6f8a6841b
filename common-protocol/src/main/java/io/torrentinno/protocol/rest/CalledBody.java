package io.torrentinno.protocol.rest;

import java.util.List;

/**
 * The answer to a call that adds a peer.
 *
 * @param addresses that are called, such as {@code 192.0.2.7:6881}; all that a host name has
 */
public record CalledBody(List<String> addresses) {}
