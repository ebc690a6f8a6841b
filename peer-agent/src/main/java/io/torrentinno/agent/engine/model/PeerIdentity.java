package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;

/**
 * Identifies the peer that is responsible for its messages. An id alone proves nothing, because any
 * program can use another peer's id. So a fault of an id at one address does not count for the same
 * id at another address.
 */
public record PeerIdentity(PeerId id, InetAddress address) {}
