package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.wire.HintMessage;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import io.torrentinno.protocol.wire.ProofMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands the messages of peers to the parts of a session that they are meant for. */
final class PeerMessages {
  private final SessionParts parts;
  private final List<SessionCommand> out;

  PeerMessages(SessionParts parts, List<SessionCommand> out) {
    this.parts = parts;
    this.out = out;
  }

  /** The reason of the ban that this message leads to; null when the peer may stay. */
  @Nullable DisconnectReason received(PeerState peer, PeerMessage message, long now) {
    boolean greeting = message instanceof PeerMessage.Hello;
    if (peer.peer().speaksTi2() && greeting == (peer.peer().hello() != null)) {
      return DisconnectReason.PROTOCOL; // Hello comes first, and once
    }
    if (NeedlessMessages.contain(message, peer) && !peer.peer().mayCost(1, now)) {
      return DisconnectReason.FLOOD;
    }
    switch (message) {
      case PeerMessage.Hello hello -> greeted(peer, hello, now);
      case Have have -> haveReceived(peer, have, now);
      case PeerMessage.Request(var range) -> {
        parts.choker.asked(peer.upload());
        return parts.uploads.requested(peer.upload(), range, now);
      }
      case PeerMessage.Cancel(var range) -> parts.uploads.cancelled(peer.upload(), range);
      case PeerMessage.Reject(var range) -> parts.downloads.rejected(peer.download(), range, now);
      case PeerMessage.Choke() -> parts.downloads.choked(peer.download(), now);
      case PeerMessage.Unchoke() -> parts.downloads.unchoked(peer.download(), now);
      case PeerMessage.Interested() -> parts.choker.interested(peer.upload(), true, now);
      case PeerMessage.NotInterested() -> parts.choker.interested(peer.upload(), false, now);
      case PeerMessage.KeepAlive() -> {}
      case PeerMessage.ManifestRequest(int begin, int length) ->
          out.add(new SessionCommand.SendManifest(peer.peer().connection(), begin, length));
      case PeerMessage.PeerExchange exchange -> {
        return parts.exchanges.received(peer.exchange(), exchange, now)
            ? null
            : DisconnectReason.FLOOD;
      }
      case PeerMessage.ManifestPart _ -> {} // not asked for
      case ProofMessage.SignatureRequest() -> {
        if (!peer.peer().asksForSignaturesAgain()) {
          out.add(new SessionCommand.SendSignatures(peer.peer().connection()));
        } else if (!peer.peer().mayCost(1, now)) {
          return DisconnectReason.FLOOD;
        }
      }
      case ProofMessage proof -> {
        return proven(peer, proof, now);
      }
      case HintMessage hint -> {
        return parts.hints.received(peer.hints(), hint, now);
      }
    }
    return null;
  }

  private @Nullable DisconnectReason proven(PeerState peer, ProofMessage message, long now) {
    DisconnectReason fault = parts.hashes.received(peer.hashes(), message, now);
    if (message instanceof ProofMessage.Hashes) {
      parts.downloads.refillAll(now);
    }
    return fault;
  }

  private void greeted(PeerState peer, PeerMessage.Hello hello, long now) {
    ConnectedPeer who = peer.peer();
    who.greeted(hello);
    parts.downloads.greeted(peer.download(), hello);
    parts.hints.greeted(peer.hints(), now);
    if (hello.listenPort() != 0) {
      parts.book.listensAt(who.id(), new PeerAddress(who.remote(), hello.listenPort()), now);
    }
    parts.choker.greeted(peer.upload(), now);
    if (!parts.superSeeding.greeted(peer.upload(), now)) {
      parts.broadcaster.greeted(peer.upload(), now);
    }
  }

  private void haveReceived(PeerState peer, Have what, long now) {
    Bitfield pieces = peer.peer().pieces();
    boolean wasSeeder = pieces.isFull();
    parts.downloads.haveReceived(peer.download(), what, now);
    parts.superSeeding.haveReceived(peer.upload(), what, now);
    parts.hashes.fetchFrom(peer.hashes(), now);
    if (pieces.isFull() != wasSeeder) {
      parts.book.markSeeder(peer.peer().id(), !wasSeeder, now);
    }
  }
}
