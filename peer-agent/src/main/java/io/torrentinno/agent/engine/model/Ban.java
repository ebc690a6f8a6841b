package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A banned peer.
 *
 * @param address where it listened; null if that is unknown
 * @param until the end of the ban, on the session's clock in nanoseconds
 */
public record Ban(
    PeerId peer, @Nullable PeerAddress address, DisconnectReason reason, long until) {}
