package io.torrentinno.agent.engine.upload;

import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.ArrayList;
import java.util.List;

/** The peers that may be served, and the commands of their session. */
public final class UploadOutput {
  private final List<UploadPeer> peers = new ArrayList<>();
  private final SessionOutput output;

  public UploadOutput(SessionOutput output) {
    this.output = output;
  }

  public void connected(UploadPeer peer) {
    peers.add(peer);
  }

  public void left(UploadPeer peer) {
    peers.remove(peer);
  }

  /** A live view, in the order in which they connected. */
  List<UploadPeer> peers() {
    return peers;
  }

  /** Sends a message. */
  void send(UploadPeer peer, PeerMessage message, long now) {
    output.send(peer.peer, message, now);
  }

  /** Rejects a request. */
  void reject(UploadPeer peer, BlockRange range) {
    output.commands().add(new SessionCommand.Send(peer.connection, new PeerMessage.Reject(range)));
  }

  /** Adds the command to send a block. */
  void serve(UploadPeer peer, BlockRange range) {
    output.commands().add(new SessionCommand.Serve(peer.connection, range));
  }
}
