package io.torrentinno.agent.engine.hashes;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.wire.ProofMessage.HashReject;
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import org.jspecify.annotations.Nullable;

/** Answers peers that ask for hashes. */
public final class HashUploads {
  private final HashBook book;
  private final SessionOutput output;

  public HashUploads(HashBook book, SessionOutput output) {
    this.book = book;
    this.output = output;
  }

  /**
   * Answers a request. Each peer can have the usual ranges once; what goes beyond is charged as
   * needless, and so is what can't be answered.
   *
   * @return why the peer is to be banned; null when all is well
   */
  public @Nullable DisconnectReason requested(HashPeer peer, HashRange range, long now) {
    if (!book.has(range)) {
      return DisconnectReason.PROTOCOL;
    }
    boolean dear = !book.isUsual(range) || peer.served >= book.provable();
    if (dear && !peer.peer.mayCost(1, now)) {
      return DisconnectReason.FLOOD;
    }
    Bytes proof = book.prove(range);
    if (proof == null) {
      output.send(peer.peer, new HashReject(range), now);
      return dear || peer.peer.mayCost(1, now) ? null : DisconnectReason.FLOOD;
    }
    peer.served += proof.length() / PieceHash.LENGTH;
    output.send(peer.peer, new Hashes(range, proof), now);
    return null;
  }
}
