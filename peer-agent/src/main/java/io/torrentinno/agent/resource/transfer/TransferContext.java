package io.torrentinno.agent.resource.transfer;

import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.resource.ResourceContext;
import io.torrentinno.agent.resource.swarm.SwarmContext;
import io.torrentinno.agent.reuse.LocalSearch;

/**
 * What the activities of an agent share.
 *
 * @param manifestMemory whoever reads a manifest reserves there what that takes
 * @param search finds what need not be fetched
 */
public record TransferContext(
    ResourceContext resources,
    SwarmContext swarms,
    Announcers announcers,
    MemoryBudget manifestMemory,
    LocalSearch search) {}
