package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;

/**
 * Who is answerable for what was sent. An id alone proves nothing: anybody can send another peer's
 * id, so a fault of that id at one address is not held against it at another.
 */
public record PeerIdentity(PeerId id, InetAddress address) {}
