package io.torrentinno.agent.engine.hashes;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.ProofMessage.HashRequest;
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks peers for the hashes of missing pieces, ahead of the pieces. Only a peer that has one of the
 * pieces is asked for a range, because it must know their hashes. The fetch begins at a random
 * place of the resource and continues from there, so that not all peers begin with the same pieces.
 * When pieces are fetched in their order, hashes are, too.
 */
public final class HashFetch {
  /** How many requests a peer may have open. */
  static final int MAX_REQUESTS = 64;

  /** How many hashes a peer may owe, their proofs not counted: half a megabyte. */
  static final int MAX_OWED = 8 * HashRange.MAX_LENGTH;

  /** Hears which pieces can be verified from now on. */
  public interface Listener {
    void known(int piece);
  }

  private final SessionSettings settings;
  private final HashBook book;
  private final SessionOutput output;
  private final Listener listener;

  /** The pieces whose hashes are not known. */
  private final Bitfield unknown;

  /** The pieces that are to be fetched; of others no hash is asked for. */
  private final Bitfield needed;

  /** The pieces with unknown hashes that are not requested. */
  private final Bitfield wanted;

  private int next;
  private boolean sequential;
  private List<PieceSpan> readers = List.of();

  /**
   * Asks for what the book lacks of some pieces.
   *
   * @param needed the pieces, which change
   */
  public HashFetch(
      SessionSettings settings,
      HashBook book,
      Bitfield needed,
      RandomGenerator random,
      SessionOutput output,
      Listener listener) {
    this.settings = settings;
    this.book = book;
    this.needed = needed;
    this.output = output;
    this.listener = listener;
    this.unknown = unknown(book);
    this.wanted = unknown.copy();
    this.next = unknown.isEmpty() ? 0 : random.nextInt(unknown.size());
  }

  private static Bitfield unknown(HashBook book) {
    Bitfield unknown = new Bitfield(Math.max(1, book.count()));
    for (int piece = 0; piece < book.count(); piece++) {
      if (!book.isKnown(piece)) {
        unknown.set(piece);
      }
    }
    return unknown;
  }

  /** Of how many pieces the hash is not known. */
  public int missing() {
    return unknown.cardinality();
  }

  public void order(PieceOrder order) {
    sequential = order == PieceOrder.SEQUENTIAL;
  }

  /** The hashes of these pieces come first. */
  void readersMoved(List<PieceSpan> spans) {
    readers = spans;
  }

  /** Asks the peer for as much as it may owe. */
  public void refill(HashPeer peer, long now) {
    if (wanted.isEmpty() || !knowsHashes(peer)) {
      return;
    }
    while (peer.mayBeAsked(1, now)) {
      HashRange range = nextFor(peer);
      if (range == null || !peer.mayBeAsked(range.length(), now)) {
        return;
      }
      book.pieces(range).forEach(wanted::clear);
      peer.asked(range, now);
      output.send(peer.peer, new HashRequest(range), now);
    }
  }

  /**
   * Takes an answer.
   *
   * @return why the peer is to be banned; null when all is well
   */
  public @Nullable DisconnectReason answered(HashPeer peer, Hashes answer, long now) {
    HashRange range = answer.range();
    if (!peer.owes(range)) {
      return DisconnectReason.PROTOCOL;
    }
    boolean released = peer.answered(range);
    if (!book.accept(range, answer.hashes())) {
      release(range, released);
      return DisconnectReason.CORRUPT;
    }
    book.pieces(range).forEach(this::known);
    refill(peer, now);
    return null;
  }

  /**
   * The peer will not send a range.
   *
   * @return why it is to be banned; null when all is well
   */
  public @Nullable DisconnectReason rejected(HashPeer peer, HashRange range, long now) {
    if (!peer.owes(range)) {
      return DisconnectReason.PROTOCOL;
    }
    release(range, peer.answered(range));
    peer.pause(now + settings.timeouts().stall().toNanos());
    return null;
  }

  /** The peer is gone. */
  public void left(HashPeer peer, long now) {
    releaseAll(peer, now + 1);
  }

  /** Has others asked for what the peer owes for long. */
  public void tick(HashPeer peer, long now) {
    releaseAll(peer, now - settings.timeouts().stall().toNanos());
    refill(peer, now);
  }

  private boolean knowsHashes(HashPeer peer) {
    return Feature.HASHES.isIn(settings.hello().features() & peer.peer.features());
  }

  private @Nullable HashRange nextFor(HashPeer peer) {
    Bitfield offered = peer.peer.pieces();
    for (PieceSpan span : readers) {
      int read = nextOf(offered, span.first());
      if (span.contains(read)) {
        return book.missing(read);
      }
    }
    int piece = nextOf(offered, sequential ? 0 : next);
    if (piece < 0) {
      piece = nextOf(offered, 0);
    }
    if (piece < 0) {
      return null;
    }
    next = piece;
    return book.missing(piece);
  }

  private int nextOf(Bitfield offered, int from) {
    int piece = wanted.nextCommon(offered, from);
    while (piece >= 0 && !needed.get(piece)) {
      int later = needed.nextSet(piece);
      piece = later < 0 ? -1 : wanted.nextCommon(offered, later);
    }
    return piece;
  }

  private void known(int piece) {
    wanted.clear(piece);
    if (unknown.clear(piece)) {
      listener.known(piece);
    }
  }

  private void releaseAll(HashPeer peer, long askedBefore) {
    for (HashRange range = peer.release(askedBefore); range != null; ) {
      release(range, false);
      range = peer.release(askedBefore);
    }
  }

  /** Allows requests to other peers for a range, unless they are allowed already. */
  private void release(HashRange range, boolean released) {
    if (!released) {
      book.pieces(range).filter(unknown::get).forEach(wanted::set);
    }
  }
}
