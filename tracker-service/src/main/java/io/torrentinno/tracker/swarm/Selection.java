package io.torrentinno.tracker.swarm;

/**
 * What an announce brings back from its swarm.
 *
 * @param peers live peers drawn at random, the caller not among them, in no order
 * @param counts of the swarm after the announce, the caller counted
 */
public record Selection(PeerList peers, SwarmCounts counts) {}
