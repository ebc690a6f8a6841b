package io.torrentinno.agent.net;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PieceLayout;
import org.jspecify.annotations.Nullable;

/** A resource, as its connections use it. */
public interface Swarm {
  InfoHash infoHash();

  /** Null while the manifest is unknown: then messages that name pieces are skipped. */
  @Nullable PieceLayout layout();

  /** The features in this side's Hello; messages of other features are skipped. */
  default long features() {
    return 0;
  }

  /** The limits of its sending and receiving. */
  TransferLimits limits();

  /** The loop of all its connections, on which the calls below are made. */
  EventLoop loop();

  /**
   * A connection has passed the handshake.
   *
   * @return the listener of the connection
   */
  ConnectionListener connected(PeerConnection connection);
}
