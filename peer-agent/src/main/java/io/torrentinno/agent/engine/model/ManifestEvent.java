package io.torrentinno.agent.engine.model;

import io.torrentinno.agent.engine.manifest.ManifestSession;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event for a {@link ManifestSession}. */
public sealed interface ManifestEvent {
  /**
   * A connection has passed the handshake.
   *
   * @param remote the address of the peer's end
   * @param outgoing whether this agent opened it
   */
  record Connected(ConnectionId connection, PeerId peer, InetAddress remote, boolean outgoing)
      implements ManifestEvent {}

  /** A connection is closed, for any reason. */
  record Disconnected(ConnectionId connection) implements ManifestEvent {}

  /**
   * A {@link ManifestCommand.Connect} failed.
   *
   * @param why null when the reason is not known
   */
  record ConnectFailed(PeerId peer, @Nullable ConnectFailure why) implements ManifestEvent {}

  /** The peer broke the protocol; the connection is being closed. */
  record Violated(ConnectionId connection) implements ManifestEvent {}

  /** A message came in. */
  record Received(ConnectionId connection, PeerMessage message) implements ManifestEvent {}

  /**
   * A tracker named peers of this swarm.
   *
   * @param tracker its host and port
   */
  record PeersFound(List<SessionEvent.PeersFound.Peer> peers, String tracker)
      implements ManifestEvent {
    /** Peers of the only tracker. */
    public PeersFound(List<SessionEvent.PeersFound.Peer> peers) {
      this(peers, "");
    }
  }

  /** An operator names the address of a peer, whose id is not known. */
  record AddressNamed(PeerAddress address) implements ManifestEvent {}

  /** The peer at a {@link ManifestCommand.Call called} address has this id; it connects now. */
  record AddressAnswered(PeerAddress address, PeerId peer) implements ManifestEvent {}

  /**
   * A {@link ManifestCommand.Call} failed.
   *
   * @param why null when the reason is not known
   */
  record AddressSilent(PeerAddress address, @Nullable ConnectFailure why)
      implements ManifestEvent {}

  /** A {@link ManifestCommand.Keep} is done. */
  record Kept(ConnectionId source) implements ManifestEvent {}

  /** A {@link ManifestCommand.Check} found that the parts are not the manifest. */
  record Wrong(ConnectionId source) implements ManifestEvent {}

  /** A {@link ManifestCommand.Check} had no memory to find out what the parts are. */
  record Unread(ConnectionId source) implements ManifestEvent {}

  /** A {@link ManifestCommand.Check} found that the parts are the manifest. */
  record Right(ConnectionId source) implements ManifestEvent {}

  /** A {@link ManifestCommand.Sign} had no signature with which the manifest is taken. */
  record Unsigned(ConnectionId source) implements ManifestEvent {}

  /** An operator lifts a ban. */
  record BanLifted(PeerId peer) implements ManifestEvent {}

  /** Time has passed; sent about four times a second. */
  record Tick() implements ManifestEvent {}
}
