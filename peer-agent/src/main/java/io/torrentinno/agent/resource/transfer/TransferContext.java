package io.torrentinno.agent.resource.transfer;

import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.resource.ResourceContext;
import io.torrentinno.agent.resource.swarm.SwarmContext;
import io.torrentinno.agent.reuse.LocalSearch;

/**
 * The objects that the activities of an agent share.
 *
 * @param manifestMemory the heap that reading a manifest reserves
 * @param search finds bytes that can be copied
 */
public record TransferContext(
    ResourceContext resources,
    SwarmContext swarms,
    Announcers announcers,
    MemoryBudget manifestMemory,
    LocalSearch search) {}
