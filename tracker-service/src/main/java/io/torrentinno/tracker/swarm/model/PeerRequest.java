package io.torrentinno.tracker.swarm.model;

import java.util.OptionalInt;

/**
 * What a caller would like to hear of others.
 *
 * @param peers how many, at least 0; empty when it does not say
 * @param families which addresses it can make use of
 * @param ids whether their ids are to be told: where an answer has no place for them, a store need
 *     not look them up
 */
public record PeerRequest(OptionalInt peers, AddressFamilies families, boolean ids) {}
