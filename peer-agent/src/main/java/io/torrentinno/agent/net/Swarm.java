package io.torrentinno.agent.net;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PieceLayout;
import org.jspecify.annotations.Nullable;

/** A resource as connections see it. */
public interface Swarm {
  InfoHash infoHash();

  /** Null while it is unknown: then nothing that names pieces is heard. */
  @Nullable PieceLayout layout();

  /** What this side's Hello names; messages of other features are skipped. */
  default long features() {
    return 0;
  }

  /** How fast it may send and receive. */
  TransferLimits limits();

  /** Where all its connections live, and where the calls below are made. */
  EventLoop loop();

  /**
   * A connection has passed the handshake.
   *
   * @return who hears of it from now on
   */
  ConnectionListener connected(PeerConnection connection);
}
