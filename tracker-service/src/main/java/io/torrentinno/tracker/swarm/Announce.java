package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;
import java.util.OptionalInt;

/**
 * What a peer says, through whichever door it came.
 *
 * @param swarm the resource that it takes part in
 * @param caller who it is
 * @param leaving whether it says good-bye
 * @param wanted how many others it would like to hear of, at least 0; empty when it does not say
 */
public record Announce(InfoHash swarm, SwarmPeer caller, boolean leaving, OptionalInt wanted) {}
