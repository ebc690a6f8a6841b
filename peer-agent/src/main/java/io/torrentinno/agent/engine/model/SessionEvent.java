package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.List;

/** What happens to a session. */
public sealed interface SessionEvent {
  /** An event of one connection. */
  sealed interface OfConnection extends SessionEvent {
    ConnectionId connection();
  }

  /**
   * A connection has passed the handshake.
   *
   * @param remote where the peer's end of it is
   * @param outgoing whether this agent opened it
   */
  record Connected(ConnectionId connection, PeerId peer, InetAddress remote, boolean outgoing)
      implements SessionEvent {}

  /** A connection is gone, for whatever reason. */
  record Disconnected(ConnectionId connection) implements OfConnection {}

  /** A {@link SessionCommand.Connect} came to nothing. */
  record ConnectFailed(PeerId peer) implements SessionEvent {}

  /** The peer sent bytes that are against the protocol; the connection is being closed. */
  record Violated(ConnectionId connection) implements OfConnection {}

  /** A message came in. */
  record Received(ConnectionId connection, PeerMessage message) implements OfConnection {}

  /**
   * The head of a block came in; its bytes are wanted only if the answer holds a {@link
   * SessionCommand.AcceptBlock}.
   */
  record BlockBegins(ConnectionId connection, BlockRange range) implements OfConnection {}

  /**
   * Some bytes of an accepted block came in; told now and then, so that slow is not taken for dead.
   */
  record BlockProgressed(ConnectionId connection) implements OfConnection {}

  /** All bytes of an accepted block have come in and are on their way to the disk. */
  record BlockArrived(ConnectionId connection, BlockRange range) implements OfConnection {}

  /** All bytes of a block that was to be served have left. */
  record BlockServed(ConnectionId connection, BlockRange range) implements OfConnection {}

  /**
   * The peer has taken nothing of what was sent to it for a second, and no limit holds that back;
   * said again each second, until the network gives the connection up.
   */
  record Unread(ConnectionId connection) implements OfConnection {}

  /**
   * A piece that was corrupt before is good now; its {@link PieceVerified} follows.
   *
   * @param units those in which the bytes of the corrupt attempt that was kept last differ from the
   *     good ones, each of 16 KiB (the last may be shorter), counted from the piece's start; not to
   *     be changed
   */
  record BlocksDiffered(int piece, BitSet units) implements SessionEvent {}

  /** A piece is on disk and matches its hash. */
  record PieceVerified(int piece) implements SessionEvent {}

  /**
   * A piece is on disk and does not match its hash.
   *
   * @param kept whether {@link BlocksDiffered} will speak of this attempt; else of an earlier one
   */
  record PieceCorrupt(int piece, boolean kept) implements SessionEvent {}

  /** Somebody named peers of this swarm. */
  record PeersFound(List<Peer> peers) implements SessionEvent {
    /** One of them. */
    public record Peer(PeerId id, PeerAddress address) {}
  }

  /** An operator wants missing pieces in another order. */
  record OrderChanged(PieceOrder order) implements SessionEvent {}

  /** An operator lets a banned peer in again. */
  record BanLifted(PeerId peer) implements SessionEvent {}

  /** Time has passed; wanted about four times a second. */
  record Tick() implements SessionEvent {}
}
