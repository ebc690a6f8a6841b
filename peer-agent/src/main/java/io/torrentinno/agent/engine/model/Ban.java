package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * A peer that is kept out for a while.
 *
 * @param address where it was known to listen; null if that was never said
 * @param until when it may come back, on the session's clock in nanoseconds
 */
public record Ban(
    PeerId peer, @Nullable PeerAddress address, DisconnectReason reason, long until) {}
