package io.torrentinno.agent.engine.hashes;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.ProofMessage;
import io.torrentinno.protocol.wire.ProofMessage.HashReject;
import io.torrentinno.protocol.wire.ProofMessage.HashRequest;
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import io.torrentinno.protocol.wire.ProofMessage.SignatureRequest;
import io.torrentinno.protocol.wire.ProofMessage.Signatures;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Exchanges hashes of pieces with peers, in both directions. */
public final class HashExchange {
  private final boolean enabled;
  private final HashFetch fetch;
  private final HashUploads uploads;

  /**
   * An exchange on which nothing was said.
   *
   * @param needed the pieces that are to be fetched, which change
   */
  public HashExchange(
      SessionSettings settings,
      HashBook book,
      Bitfield needed,
      RandomGenerator random,
      SessionOutput output,
      HashFetch.Listener listener) {
    enabled = Feature.HASHES.isIn(settings.hello().features());
    fetch = new HashFetch(settings, book, needed, random, output, listener);
    uploads = new HashUploads(book, output);
  }

  /** Of how many pieces the hash is not known. */
  public int missing() {
    return fetch.missing();
  }

  /** Hashes are to be asked for in the order of the pieces. */
  public void order(PieceOrder order) {
    fetch.order(order);
  }

  /** The hashes of the pieces that programs read come first. */
  public void readersMoved(List<PieceSpan> spans) {
    fetch.readersMoved(spans);
  }

  /** Requests hashes from a peer that may have other pieces than before. */
  public void fetchFrom(HashPeer peer, long now) {
    fetch.refill(peer, now);
  }

  /**
   * Takes a message.
   *
   * @return why the peer is to be banned; null when all is well
   */
  public @Nullable DisconnectReason received(HashPeer peer, ProofMessage message, long now) {
    if (!enabled) {
      return passedOver(peer, now);
    }
    return switch (message) {
      case HashRequest(var range) -> uploads.requested(peer, range, now);
      case Hashes hashes -> fetch.answered(peer, hashes, now);
      case HashReject(var range) -> fetch.rejected(peer, range, now);
      case SignatureRequest _, Signatures _ -> passedOver(peer, now);
    };
  }

  /** The peer is gone. */
  public void left(HashPeer peer, long now) {
    fetch.left(peer, now);
  }

  /** Time has passed. */
  public void tick(HashPeer peer, long now) {
    fetch.tick(peer, now);
  }

  /** Messages of features that no Hello of this agent names. */
  private static @Nullable DisconnectReason passedOver(HashPeer peer, long now) {
    return peer.peer.mayCost(1, now) ? null : DisconnectReason.FLOOD;
  }
}
