package io.torrentinno.agent.net;

import io.netty.channel.EventLoop;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PieceLayout;

/** A resource as connections see it. */
public interface Swarm {
  InfoHash infoHash();

  PieceLayout layout();

  /** Where all its connections live, and where the calls below are made. */
  EventLoop loop();

  /**
   * A connection has passed the handshake.
   *
   * @return who hears of it from now on
   */
  ConnectionListener connected(PeerConnection connection);
}
