package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.limits.RateLimits;
import java.util.Map;

/**
 * Totals since the start and present levels.
 *
 * @param downloadedBytes block payload received
 * @param uploadedBytes block payload sent
 * @param wastedBytes block payload that was received and discarded: corrupt, late or received twice
 * @param reusedBytes verified bytes that were copied from other files of this machine
 * @param piecesVerified pieces fetched or copied that match their hash
 * @param piecesCorrupt pieces that do not match their hash, and of which no byte was copied
 * @param downloadRate bytes per second, averaged over the last few seconds
 * @param uploadRate bytes per second, likewise
 * @param peers connections that have passed the handshake
 * @param knownPeers addresses that trackers have named
 * @param bans bans in force; a peer that is banned in two resources counts twice
 * @param writeQueueBytes bytes that are received and not yet written
 * @param writeQueueLimit bytes in the write queue at which receiving pauses
 * @param bufferBytes memory outside the heap that is held for receiving
 * @param bufferLimit the limit of this memory
 * @param limits of all resources together
 */
public record AgentCounters(
    long downloadedBytes,
    long uploadedBytes,
    long wastedBytes,
    long reusedBytes,
    long piecesVerified,
    long piecesCorrupt,
    long downloadRate,
    long uploadRate,
    int peers,
    int knownPeers,
    int bans,
    long writeQueueBytes,
    long writeQueueLimit,
    long bufferBytes,
    long bufferLimit,
    RateLimits limits,
    Map<ResourceState, Integer> resources) {}
