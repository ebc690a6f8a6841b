package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.net.PeerDialer;
import io.torrentinno.agent.resource.changes.FileLookout;
import java.util.concurrent.Executor;

/**
 * The objects that the swarms of an agent share.
 *
 * @param session the settings of sessions
 * @param lookout notices files that change
 * @param background runs tasks that block
 */
public record SwarmContext(
    SessionSettings session,
    PeerDialer dialer,
    WritePool writePool,
    TrafficTotals traffic,
    FileLookout lookout,
    Executor background) {}
