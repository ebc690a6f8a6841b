package io.torrentinno.agent.net.admission;

/**
 * How many connections an agent has at most.
 *
 * @param total past the handshake, of all resources, whoever opened them
 * @param perAddress of those, with one address
 * @param pending inbound, before the handshake
 */
public record ConnectionLimits(int total, int perAddress, int pending) {}
