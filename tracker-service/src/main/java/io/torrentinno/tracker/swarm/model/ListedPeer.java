package io.torrentinno.tracker.swarm.model;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;

/** A peer in an answer. */
public record ListedPeer(PeerId id, PeerAddress address) {}
