package io.torrentinno.tracker.swarm.model;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;

/**
 * A peer as a swarm knows it. Its id and the family of its address say who it is: a later announce
 * may change the rest. One that announces over IPv4 and over IPv6 counts as two.
 *
 * @param id all 32 bytes; BitTorrent's ids of 20 bytes have 12 zero bytes behind them
 * @param address where it listens
 * @param seeder whether it has every piece
 */
public record SwarmPeer(PeerId id, PeerAddress address, boolean seeder, Zone zone) {}
