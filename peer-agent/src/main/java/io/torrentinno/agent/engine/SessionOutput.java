package io.torrentinno.agent.engine;

import io.torrentinno.protocol.wire.PeerMessage;
import java.util.Collection;
import java.util.List;

/** What the parts of a session share: its peers, and the commands that they add to. */
record SessionOutput(Collection<PeerState> peers, List<SessionCommand> commands) {
  void send(PeerState peer, PeerMessage message, long now) {
    peer.lastSent = now;
    commands.add(new SessionCommand.Send(peer.connection, message));
  }
}
