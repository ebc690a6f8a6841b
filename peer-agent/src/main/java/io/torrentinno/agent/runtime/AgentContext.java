package io.torrentinno.agent.runtime;

import io.torrentinno.agent.announce.AnnounceObserver;
import io.torrentinno.agent.announce.TrackerClient;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.engine.SessionSettings;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.net.PeerDialer;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What all resources of an agent share.
 *
 * @param session how sessions behave
 * @param background a virtual thread per task, for what blocks
 * @param manifestMemory of which whoever reads a manifest reserves what that takes
 * @param publicAddress what peers are told to connect to; absent for the route to the tracker
 * @param listenPort where this agent listens
 */
record AgentContext(
    SessionSettings session,
    StateFolder state,
    WritePool writePool,
    PeerDialer dialer,
    TrackerClient tracker,
    AnnounceObserver announces,
    Traffic traffic,
    AgentLimits limits,
    StateChanges changes,
    ExecutorService background,
    MemoryBudget manifestMemory,
    @Nullable InetAddress publicAddress,
    int listenPort) {}
