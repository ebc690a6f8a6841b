package io.torrentinno.agent.net.admission;

/**
 * The maximum numbers of connections of an agent.
 *
 * @param total after the handshake, of all resources, whichever side opened them
 * @param perAddress those of them with one address
 * @param pending inbound, before the handshake
 */
public record ConnectionLimits(int total, int perAddress, int pending) {}
