package io.torrentinno.agent.engine.model;

import io.torrentinno.agent.engine.manifest.ManifestSession;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.util.List;

/** A command of a {@link ManifestSession}. Commands are carried out in order. */
public sealed interface ManifestCommand {
  /** Connect to a peer; answered by {@code Connected} or {@code ConnectFailed}. */
  record Connect(PeerId peer, PeerAddress address) implements ManifestCommand {}

  /**
   * Connect to an address, whichever peer is there; answered by {@code AddressAnswered} and then
   * {@code Connected}, or by {@code AddressSilent}.
   */
  record Call(PeerAddress address) implements ManifestCommand {}

  /** Close a connection; answered by {@code Disconnected}. */
  record Disconnect(ConnectionId connection, DisconnectReason reason) implements ManifestCommand {}

  /** Send a message. */
  record Send(ConnectionId connection, PeerMessage message) implements ManifestCommand {}

  /** Drop all parts; the whole manifest will come from this peer. */
  record Begin(ConnectionId source) implements ManifestCommand {}

  /** Store the bytes after the stored ones; answered by {@code Kept}. */
  record Keep(ConnectionId source, Bytes bytes) implements ManifestCommand {}

  /**
   * All parts are stored: check whether they are the manifest; answered by {@code Right} or {@code
   * Wrong}.
   */
  record Check(ConnectionId source) implements ManifestCommand {}

  /**
   * The manifest is here: hand it over with the signatures of this peer; answered by {@code
   * Unsigned} when they are not enough.
   */
  record Sign(ConnectionId source, List<Bytes> signatures) implements ManifestCommand {}

  /** Announce soon, to get peers. */
  record SeekPeers() implements ManifestCommand {}
}
