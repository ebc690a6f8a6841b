package io.torrentinno.agent.engine.model;

import io.torrentinno.agent.engine.manifest.ManifestSession;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;

/** What a {@link ManifestSession} wants done, in order. */
public sealed interface ManifestCommand {
  /** Connect to a peer; answered by {@code Connected} or {@code ConnectFailed}. */
  record Connect(PeerId peer, PeerAddress address) implements ManifestCommand {}

  /** Close a connection; answered by {@code Disconnected}. */
  record Disconnect(ConnectionId connection, DisconnectReason reason) implements ManifestCommand {}

  /** Send a message. */
  record Send(ConnectionId connection, PeerMessage message) implements ManifestCommand {}

  /** Forget what has come: all of the manifest is to come from this peer now. */
  record Begin(ConnectionId source) implements ManifestCommand {}

  /** Keep what follows; answered by {@code Kept}. */
  record Keep(ConnectionId source, Bytes bytes) implements ManifestCommand {}

  /** All has come: see whether it is the manifest; answered by {@code Wrong} if it is not. */
  record Check(ConnectionId source) implements ManifestCommand {}

  /** Ask the trackers for peers soon. */
  record SeekPeers() implements ManifestCommand {}
}
