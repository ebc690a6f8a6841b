package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peer.MessageBudget;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.HintMessage;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import io.torrentinno.protocol.wire.ProofMessage;

/** Recognises messages that say nothing new, or that cost more to answer than to send. */
final class NeedlessMessages {
  private NeedlessMessages() {}

  /** Whether the message is needless; see {@link MessageBudget}. */
  static boolean contain(PeerMessage message, PeerState from) {
    ConnectedPeer peer = from.peer();
    return switch (message) {
      case Have.Piece(int piece) -> peer.pieces().get(piece);
      case Have.Bits(Bitfield pieces) -> peer.speaksTi2() || !peer.gainsBy(pieces);
      case Have.All _, Have.None _ -> peer.speaksTi2();
      case PeerMessage.Choke _ -> from.download().isChoking();
      case PeerMessage.Unchoke _ -> !from.download().isChoking();
      case PeerMessage.Interested _ -> from.upload().isInterested();
      case PeerMessage.NotInterested _ -> !from.upload().isInterested();
      case PeerMessage.KeepAlive _, PeerMessage.Cancel _, PeerMessage.ManifestPart _ -> true;
      case ProofMessage _, HintMessage _ -> false; // judged where it is answered
      case PeerMessage.ManifestRequest request -> peer.asksAgain(request);
      case PeerMessage.Hello _,
          PeerMessage.Request _,
          PeerMessage.Reject _,
          PeerMessage.PeerExchange _ ->
          false;
    };
  }
}
