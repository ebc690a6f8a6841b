package io.torrentinno.agent.engine.peer;

import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.List;

/** The commands of a session. All of its parts add to them. */
public record SessionOutput(List<SessionCommand> commands) {
  /** Sends a message. */
  public void send(ConnectedPeer peer, PeerMessage message, long now) {
    peer.sent(now);
    commands.add(new SessionCommand.Send(peer.connection(), message));
  }
}
