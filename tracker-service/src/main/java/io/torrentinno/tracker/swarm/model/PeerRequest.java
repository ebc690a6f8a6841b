package io.torrentinno.tracker.swarm.model;

import java.util.OptionalInt;

/**
 * The peers that a caller wants to get.
 *
 * @param peers how many, at least 0; empty when it does not say
 * @param families the address families that it can use
 * @param ids whether their ids are needed; otherwise a store need not look them up
 */
public record PeerRequest(OptionalInt peers, AddressFamilies families, boolean ids) {}
