package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.model.InfoHash;
import java.util.OptionalInt;

/**
 * What a peer says, through whichever door it came.
 *
 * @param swarm the resource that it takes part in
 * @param caller who it is
 * @param event why it announces
 * @param wanted how many others it would like to hear of, at least 0; empty when it does not say
 * @param families which addresses it can make use of
 */
public record Announce(
    InfoHash swarm,
    SwarmPeer caller,
    AnnounceEvent event,
    OptionalInt wanted,
    AddressFamilies families) {}
