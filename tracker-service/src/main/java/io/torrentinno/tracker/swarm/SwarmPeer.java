package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;

/**
 * A peer as a swarm knows it. Its id alone says who it is: a later announce may change the rest.
 *
 * @param address where it listens
 * @param seeder whether it has every piece
 */
public record SwarmPeer(PeerId id, PeerAddress address, boolean seeder) {}
