package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.BitSet;

/** A command of a session. Commands are carried out in order. */
public sealed interface SessionCommand {
  /** Connect to a peer; answered by {@code Connected} or {@code ConnectFailed}. */
  record Connect(PeerId peer, PeerAddress address) implements SessionCommand {}

  /**
   * Connect to an address, whichever peer is there; answered by {@code AddressAnswered} and then
   * {@code Connected}, or by {@code AddressSilent}.
   */
  record Call(PeerAddress address) implements SessionCommand {}

  /** Close a connection; answered by {@code Disconnected}. */
  record Disconnect(ConnectionId connection, DisconnectReason reason) implements SessionCommand {}

  /** Send a message. */
  record Send(ConnectionId connection, PeerMessage message) implements SessionCommand {}

  /** Send a block; answered by {@code BlockServed}. */
  record Serve(ConnectionId connection, BlockRange range) implements SessionCommand {}

  /**
   * Answer a peer's request for a part of the manifest with a {@link PeerMessage.ManifestPart}.
   *
   * @param begin where in the manifest the part begins
   * @param length how many bytes at most
   */
  record SendManifest(ConnectionId connection, int begin, int length) implements SessionCommand {}

  /**
   * Answer a peer's request for a part of the copy hints with a {@code HintsPart}.
   *
   * @param begin where in the document the part begins
   * @param length how many bytes at most
   */
  record SendHints(ConnectionId connection, int begin, int length) implements SessionCommand {}

  /** Answer a peer's request for the signatures of the manifest. */
  record SendSignatures(ConnectionId connection) implements SessionCommand {}

  /**
   * A part of the copy hints has arrived: the first one when it begins at 0, else the next one. The
   * last one is answered by {@code HintsRead}.
   */
  record TakeHints(HintsPart part) implements SessionCommand {}

  /** No more parts of the copy hints come that have arrived in part. */
  record DropHints() implements SessionCommand {}

  /** The block that begins is accepted: store its bytes. */
  record AcceptBlock(ConnectionId connection, BlockRange range) implements SessionCommand {}

  /**
   * Copy bytes of a piece from elsewhere on this machine; answered by {@code UnitsCopied}.
   *
   * @param units of 16 KiB, counted from the piece's start; not to be changed
   */
  record CopyUnits(int piece, BitSet units) implements SessionCommand {}

  /** A piece has nothing but zeros: make them, which verifies the piece. */
  record MakeZeros(int piece) implements SessionCommand {}

  /**
   * There are many pieces that may lie elsewhere on this machine: hand in {@code LookedOn} after
   * what else waits for the thread of the session.
   */
  record LookOn() implements SessionCommand {}

  /** All bytes of a piece have arrived: compare its hash. */
  record VerifyPiece(int piece) implements SessionCommand {}

  /**
   * Every piece that is chosen is verified; again when every other piece is, too, and after each
   * new choice of which none is missing.
   */
  record Completed() implements SessionCommand {}

  /** Announce soon, to get peers. */
  record SeekPeers() implements SessionCommand {}
}
