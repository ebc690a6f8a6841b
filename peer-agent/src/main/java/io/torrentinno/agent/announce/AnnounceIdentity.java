package io.torrentinno.agent.announce;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The values of an agent in all of its announces.
 *
 * @param publicAddress the address that other peers get; absent: the local address of the route to
 *     the tracker
 * @param listenPort where this agent listens
 * @param tracker of the agent, which may speak TLS
 * @param secret makes the keys that prove to trackers that announces come from this agent
 */
public record AnnounceIdentity(
    PeerId self,
    @Nullable InetAddress publicAddress,
    int listenPort,
    TrackerAddress tracker,
    AnnounceSecret secret) {}
