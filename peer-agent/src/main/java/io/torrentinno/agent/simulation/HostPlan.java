package io.torrentinno.agent.simulation;

import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.Set;

/**
 * The plan of a host.
 *
 * @param seeder whether the host begins with every piece, or with none
 */
record HostPlan(PeerId id, boolean seeder, AccessLink link, Sharing sharing) {
  private static final int CONNECTIONS = 50;

  HostPlan(PeerId id, boolean seeder, AccessLink link) {
    this(id, seeder, link, Sharing.DEFAULT);
  }

  SessionSettings settings(int port) {
    PeerMessage.Hello hello =
        new PeerMessage.Hello(
            Feature.toBits(Set.of(Feature.FAST, Feature.PEER_EXCHANGE, Feature.HASHES)),
            256 * 1024,
            64,
            port,
            "simulated");
    return SessionSettings.of(id, hello, CONNECTIONS, sharing);
  }
}
