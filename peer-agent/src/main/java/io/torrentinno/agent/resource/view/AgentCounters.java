package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.limits.RateLimits;
import java.util.Map;

/**
 * Totals since the start and present levels.
 *
 * @param downloadedBytes block payload received
 * @param uploadedBytes block payload sent
 * @param wastedBytes block payload received and thrown away: corrupt, late or twice
 * @param reusedBytes verified bytes that were copied from other files of this machine
 * @param piecesVerified pieces fetched or copied that match their hash
 * @param piecesCorrupt pieces that do not, and of which no byte was copied
 * @param downloadRate bytes per second, averaged over the last few seconds
 * @param uploadRate bytes per second, likewise
 * @param peers connections that have passed the handshake
 * @param knownPeers addresses that trackers have named
 * @param bans peers that are kept out, each once for each resource
 * @param writeQueueBytes bytes that are received and not yet written
 * @param writeQueueLimit bytes in the write queue at which receiving pauses
 * @param bufferBytes memory outside the heap that is held for receiving
 * @param bufferLimit the most memory that may be held for receiving
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
