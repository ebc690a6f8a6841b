package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event for a session. */
public sealed interface SessionEvent {
  /** An event of one connection. */
  sealed interface OfConnection extends SessionEvent {
    ConnectionId connection();
  }

  /**
   * A connection has passed the handshake.
   *
   * @param remote the address of the peer's end
   * @param outgoing whether this agent opened it
   */
  record Connected(ConnectionId connection, PeerId peer, InetAddress remote, boolean outgoing)
      implements SessionEvent {}

  /** A connection is closed, for any reason. */
  record Disconnected(ConnectionId connection) implements OfConnection {}

  /**
   * A {@link SessionCommand.Connect} failed.
   *
   * @param why null when the reason is not known
   */
  record ConnectFailed(PeerId peer, @Nullable ConnectFailure why) implements SessionEvent {
    /** A failure without a known reason. */
    public ConnectFailed(PeerId peer) {
      this(peer, null);
    }
  }

  /** The peer broke the protocol; the connection is being closed. */
  record Violated(ConnectionId connection) implements OfConnection {}

  /** A message came in. */
  record Received(ConnectionId connection, PeerMessage message) implements OfConnection {}

  /**
   * The head of a block has arrived. Its bytes are stored only if the answer has a {@link
   * SessionCommand.AcceptBlock}.
   */
  record BlockBegins(ConnectionId connection, BlockRange range) implements OfConnection {}

  /**
   * Some bytes of an accepted block have arrived. Sent now and then, so that a slow peer does not
   * count as dead.
   */
  record BlockProgressed(ConnectionId connection) implements OfConnection {}

  /** All bytes of an accepted block have arrived and are on their way to the disk. */
  record BlockArrived(ConnectionId connection, BlockRange range) implements OfConnection {}

  /** All bytes of a block for {@link SessionCommand.Serve} were sent. */
  record BlockServed(ConnectionId connection, BlockRange range) implements OfConnection {}

  /**
   * The peer has not read the sent bytes for a second, and no limit holds the bytes back. Sent
   * again each second, until the connection is closed.
   */
  record Unread(ConnectionId connection) implements OfConnection {}

  /**
   * A piece that was corrupt before is good now; its {@link PieceVerified} follows.
   *
   * @param units the units of 16 KiB in which the bytes of the last kept corrupt attempt differ
   *     from the good ones, counted from the piece's start (the last unit may be shorter); not to
   *     be changed
   */
  record BlocksDiffered(int piece, BitSet units) implements SessionEvent {}

  /**
   * A {@link SessionCommand.CopyUnits} has ended.
   *
   * @param units those of the command's units that are on disk now; not to be changed
   */
  record UnitsCopied(int piece, BitSet units) implements SessionEvent {}

  /** More bytes than before lie elsewhere on this machine. */
  record LocalBytesFound() implements SessionEvent {}

  /** Answers {@link SessionCommand.LookOn}. */
  record LookedOn() implements SessionEvent {}

  /**
   * Hints that a {@link SessionCommand.TakeHints} had the last part of were read; or it is known
   * already by their first part that they are of no use.
   *
   * @param done whether no others are needed; else other peers may have better ones
   */
  record HintsRead(boolean done) implements SessionEvent {}

  /** A piece is on disk and matches its hash. */
  record PieceVerified(int piece) implements SessionEvent {}

  /**
   * A piece is on disk and does not match its hash.
   *
   * @param kept whether {@link BlocksDiffered} will be about this attempt; else it is about an
   *     earlier one
   */
  record PieceCorrupt(int piece, boolean kept) implements SessionEvent {}

  /**
   * A tracker named peers of this swarm.
   *
   * @param tracker its host and port
   */
  record PeersFound(List<Peer> peers, String tracker) implements SessionEvent {
    /** Peers of the only tracker. */
    public PeersFound(List<Peer> peers) {
      this(peers, "");
    }

    /**
     * A named peer.
     *
     * @param leecher whether the tracker says that it lacks something; false if that is unknown
     */
    public record Peer(PeerId id, PeerAddress address, boolean leecher) {
      /** A peer that may have everything or not. */
      public Peer(PeerId id, PeerAddress address) {
        this(id, address, false);
      }
    }
  }

  /** An operator names the address of a peer, whose id is not known. */
  record AddressNamed(PeerAddress address) implements SessionEvent {}

  /** The peer at a {@link SessionCommand.Call called} address has this id; it connects now. */
  record AddressAnswered(PeerAddress address, PeerId peer) implements SessionEvent {}

  /**
   * A {@link SessionCommand.Call} failed.
   *
   * @param why null when the reason is not known
   */
  record AddressSilent(PeerAddress address, @Nullable ConnectFailure why) implements SessionEvent {}

  /** An operator changes the order of missing pieces. */
  record OrderChanged(PieceOrder order) implements SessionEvent {}

  /**
   * An operator chooses which pieces are fetched. What was requested of others is still taken.
   *
   * @param choice not to be changed
   */
  record ChoiceChanged(PieceChoice choice) implements SessionEvent {}

  /**
   * Programs on this machine read the resource. The pieces of these spans come before all others,
   * the first ones of each span first of all.
   *
   * @param spans the first piece of each is the one that a program waits for; all that there are
   */
  record ReadersMoved(List<PieceSpan> spans) implements SessionEvent {}

  /** An operator lifts a ban. */
  record BanLifted(PeerId peer) implements SessionEvent {}

  /** Time has passed; sent about four times a second. */
  record Tick() implements SessionEvent {}
}
