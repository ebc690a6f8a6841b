package io.torrentinno.agent.resource;

import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.resource.swarm.SwarmContext;
import java.util.concurrent.ExecutorService;

/**
 * What the resources of an agent share.
 *
 * @param events told what happens to resources
 * @param background a virtual thread per task, for what blocks
 * @param manifestMemory whoever reads a manifest reserves there what that takes
 */
public record ResourceContext(
    StateFolder state,
    SwarmContext swarms,
    Announcers announcers,
    AgentLimits limits,
    AgentEvents events,
    ExecutorService background,
    MemoryBudget manifestMemory) {}
