package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.net.PeerDialer;
import java.util.concurrent.Executor;

/**
 * What the swarms of an agent share.
 *
 * @param session how sessions behave
 * @param lookout notices files that change
 * @param background runs what blocks
 */
public record SwarmContext(
    SessionSettings session,
    PeerDialer dialer,
    WritePool writePool,
    TrafficTotals traffic,
    FileLookout lookout,
    Executor background) {}
