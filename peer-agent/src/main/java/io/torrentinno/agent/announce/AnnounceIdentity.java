package io.torrentinno.agent.announce;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What an agent tells trackers of itself.
 *
 * @param publicAddress what peers are told to connect to; absent for the route to the tracker
 * @param listenPort where this agent listens
 * @param tracker of the agent, which may speak TLS
 */
public record AnnounceIdentity(
    PeerId self, @Nullable InetAddress publicAddress, int listenPort, TrackerAddress tracker) {}
