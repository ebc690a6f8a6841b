package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.PeerMessage;

/**
 * Receives the messages and blocks of one connection, on the connection's event loop. A listener
 * that wants no blocks does not override their methods: then blocks are skipped.
 */
public interface ConnectionListener {
  void received(PeerMessage message);

  /** The head of a block came in; false to have its bytes thrown away. */
  default boolean blockBegins(BlockRange range) {
    return false;
  }

  /**
   * Some bytes of an accepted block.
   *
   * @param offset where they begin in the block
   * @param bytes owned by the listener
   */
  default void blockBytes(BlockRange range, int offset, ByteBuf bytes) {
    bytes.release();
  }

  default void blockEnds(BlockRange range) {}

  /** A block has been sent in full. */
  default void blockServed(BlockRange range) {}

  /**
   * A block could not be sent, because of its file or of the peer; the connection closes. Called
   * once.
   */
  default void blockUnsent(BlockRange range) {}

  /** The peer has not read the sent bytes for a second; repeated each second. */
  default void unread() {}

  /** Bytes came that are against the protocol; the connection closes next. */
  default void violated() {}

  /** The connection is closed; no further calls follow. */
  void closed();
}
