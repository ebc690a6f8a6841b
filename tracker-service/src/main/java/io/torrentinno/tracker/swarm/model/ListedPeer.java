package io.torrentinno.tracker.swarm.model;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;

/** A peer as a caller hears of it. */
public record ListedPeer(PeerId id, PeerAddress address) {}
