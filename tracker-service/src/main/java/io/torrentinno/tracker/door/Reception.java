package io.torrentinno.tracker.door;

import io.torrentinno.tracker.swarm.Tracker;

/**
 * What every door brings its announces to.
 *
 * @param tracker answers them
 * @param addresses says under which address a peer is listed
 * @param rates says who asks too often
 * @param metrics counts them
 */
public record Reception(
    Tracker tracker, PublicAddresses addresses, AddressRates rates, AnnounceMetrics metrics) {}
