package io.torrentinno.tracker.swarm.model;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;

/**
 * A peer in a swarm. Its id and the family of its address identify it; a later announce may change
 * the rest. A peer that announces over IPv4 and over IPv6 counts as two.
 *
 * @param id all 32 bytes; ids of BitTorrent, of 20 bytes, have 12 zero bytes at their end
 * @param address where the peer listens
 * @param seeder whether it has every piece
 */
public record SwarmPeer(PeerId id, PeerAddress address, boolean seeder, Zone zone) {}
