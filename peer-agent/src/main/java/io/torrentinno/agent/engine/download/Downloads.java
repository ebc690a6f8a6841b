package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.NeededPieces;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.Pieces;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Fetches missing pieces: keeps every peer's queue of requests full, and handles the answers. */
public final class Downloads implements NeededPieces.Listener {
  /** After this many stall timeouts of silence a peer that owes blocks is given up. */
  private static final int HOPELESS = 6;

  private final SessionSettings settings;
  private final NeededPieces needed;
  private final List<DownloadPeer> peers = new ArrayList<>();
  private final SessionOutput output;
  private final PiecePicker picker;
  private final PieceCopies copies;
  private final RequestLedger ledger;
  private final PieceLayout layout;
  private final ZeroPieces zeros;
  private final Trust trust;
  private final PeerInterest interest;

  /** Whether pieces without readers wait until it is known which bytes can be copied. */
  private boolean held;

  /** Whether the session was asked to go on looking, and has not done so yet. */
  private boolean askedToLook;

  /**
   * Fetches the pieces that are missing.
   *
   * @param local what need not be fetched
   * @param output receives the commands
   */
  public Downloads(
      SessionSettings settings,
      Pieces pieces,
      LocalBytes local,
      RandomGenerator random,
      SessionOutput output) {
    this.settings = settings;
    this.needed = pieces.needed();
    this.output = output;
    this.layout = pieces.layout();
    this.picker = new PiecePicker(pieces.have(), needed.pieces(), pieces.verifiable(), random);
    this.zeros = new ZeroPieces(pieces, picker); // First: zeros cost less than copies.
    this.copies = new PieceCopies(pieces, picker, local, output.commands());
    this.ledger = new RequestLedger(layout, needed.pieces(), picker, copies);
    this.trust = new Trust(layout);
    this.interest = new PeerInterest(needed, picker, output);
    copies.withholdAll();
  }

  public Collection<ActivePiece> active() {
    return ledger.active();
  }

  /** A peer is new. */
  public void connected(DownloadPeer peer) {
    peers.add(peer);
  }

  /** Requests no pieces until {@link #release}, except those that programs read. */
  public void hold() {
    held = true;
  }

  /** Requests pieces. */
  public void release(long now) {
    held = false;
    refillAll(now);
  }

  /** The peer has sent its Hello with its limits. */
  public void greeted(DownloadPeer peer, PeerMessage.Hello hello) {
    peer.limit(hello, settings.hello().maxBlockLength());
  }

  /** The peer has announced pieces. */
  public void haveReceived(DownloadPeer peer, Have news, long now) {
    interest.haveReceived(peer, news, now);
    refill(peer, now);
  }

  /** Whether a peer that is no seeder has a piece of which nothing is requested. */
  public boolean isAnyOffered() {
    return picker.isAnyOffered();
  }

  /** Sends requests to the peer until as many as it should have are outstanding. */
  void refill(DownloadPeer peer, long now) {
    if (peer.wanted == 0 || !peer.mayBeAsked() || !trust.mayAsk(peer, peers, now)) {
      return;
    }
    boolean onePiece = trust.isOnTrial(peer, now);
    while (peer.takesMore()) {
      boolean bound = onePiece && peer.trialPiece >= 0;
      if (bound && !ledger.hasFree(peer.trialPiece)) {
        return;
      }
      boolean wasIdle = peer.requests.isEmpty();
      BlockRange range = bound ? null : ledger.nextForReaders(peer, peers, now);
      if (range == null && !held && !copies.isWithholding() && !peer.isCancelling()) {
        range = ledger.next(peer, peers, now);
      }
      if (range == null) {
        return;
      }
      if (wasIdle) {
        peer.lastProgress = now;
        peer.busySince = now;
      }
      peer.trialPiece = range.piece();
      output.send(peer.peer, new PeerMessage.Request(range), now);
    }
  }

  /** The head of a block has arrived; false if it was never requested from the peer. */
  public boolean begins(DownloadPeer peer, BlockRange range, long now) {
    alive(peer, now);
    return switch (ledger.begins(peer, range, now)) {
      case WANTED -> {
        output.commands().add(new SessionCommand.AcceptBlock(peer.peer.connection(), range));
        yield true;
      }
      case LATE -> {
        refill(peer, now);
        yield true;
      }
      case UNREQUESTED -> false;
    };
  }

  public void arrived(DownloadPeer peer, BlockRange range, long now) {
    alive(peer, now);
    peer.download.add(range.length(), now);
    peer.peer.moved(range.length(), now);
    peer.rate.add(range.length(), now - peer.busySince);
    peer.busySince = now;
    if (ledger.arrived(peer, range)) {
      output.commands().add(new SessionCommand.VerifyPiece(range.piece()));
    }
    for (DownloadPeer other : ledger.cancelElsewhere(range, peer, peers)) {
      output.send(other.peer, new PeerMessage.Cancel(range), now);
      refill(other, now);
    }
    refill(peer, now);
  }

  /** Bytes have arrived, so the peer is not stalled any more. */
  public void alive(DownloadPeer peer, long now) {
    peer.lastProgress = now;
    peer.stalled = false;
  }

  public void rejected(DownloadPeer peer, BlockRange range, long now) {
    if (ledger.rejected(peer, range)) {
      peer.rejecting = true;
    } else {
      refill(peer, now);
    }
  }

  public void choked(DownloadPeer peer, long now) {
    peer.choking = true;
    ledger.release(peer);
    refillAll(now);
  }

  public void unchoked(DownloadPeer peer, long now) {
    peer.choking = false;
    peer.rejecting = false;
    ledger.reclaim(peer);
    refill(peer, now);
  }

  /** Whether the peer has owed blocks for so long that a new connection is better. */
  public boolean isHopeless(DownloadPeer peer, long now) {
    return peer.stalled
        && now - peer.lastProgress >= HOPELESS * settings.timeouts().stall().toNanos();
  }

  public void dropped(DownloadPeer peer, long now) {
    peers.remove(peer);
    interest.dropped(peer);
    ledger.dropped(peer);
    refillAll(now);
  }

  /**
   * A piece is verified.
   *
   * @param wasNeeded whether it was to be fetched
   */
  public void verified(int piece, boolean wasNeeded, long now) {
    zeros.verified(piece);
    Set<PeerIdentity> senders = ledger.verified(piece);
    trust.good(layout.size(piece), now);
    boolean newlyProven = false;
    for (DownloadPeer peer : peers) {
      judged(peer, piece);
      if (!peer.proven && senders.contains(peer.identity)) {
        peer.proven = true;
        newlyProven = true;
      }
      if (wasNeeded && peer.pieces.get(piece)) {
        interest.verified(peer, now);
      }
    }
    if (newlyProven) {
      refillAll(now);
    }
  }

  private static void judged(DownloadPeer peer, int piece) {
    if (peer.trialPiece == piece) {
      peer.trialPiece = -1;
    }
  }

  /** The hash of a piece is known; {@link #refillAll} asks for the piece if it is missing. */
  public void verifiable(int piece) {
    if (needed.pieces().get(piece)) {
      picker.admit(piece);
      zeros.look(piece);
      copies.withhold(piece);
    }
  }

  /** More bytes lie elsewhere on this machine than before. */
  public void localBytesFound() {
    copies.withholdAll();
    copyMore();
  }

  /**
   * Asks for {@link #lookOn} if it is not known yet whether pieces are elsewhere on this machine.
   */
  public void askToLook() {
    if (copies.isWithholding() && !askedToLook) {
      askedToLook = true;
      output.commands().add(new SessionCommand.LookOn());
    }
  }

  /** Looks at more pieces that may lie elsewhere. Until all were seen, no peer is asked for any. */
  public void lookOn(long now) {
    askedToLook = false;
    copies.withholdMore();
    copyMore();
    if (!copies.isWithholding()) {
      refillAll(now);
    }
  }

  /** Has pieces copied that lie elsewhere on this machine, as many as may be under way. */
  public void copyMore() {
    ledger.copyWhole();
  }

  /** The copies in a piece have ended; {@code units} of them are here. */
  public void copied(int piece, BitSet units, long now) {
    if (ledger.copied(piece, units)) {
      output.commands().add(new SessionCommand.VerifyPiece(piece));
    }
    copyMore();
    refillAll(now);
  }

  /** Missing pieces are to be started in another order. */
  public void order(PieceOrder order) {
    picker.order(order);
  }

  /** These pieces come before the others, but not before what programs read. */
  public void prioritise(Bitfield pieces) {
    picker.prioritise(pieces);
    copies.prioritise(pieces);
  }

  @Override
  public void needed(int piece) {
    if (!zeros.isTaken(piece)) {
      ledger.need(piece);
      zeros.look(piece);
    }
  }

  @Override
  public void needless(int piece) {
    if (!zeros.isTaken(piece)) {
      ledger.release(piece);
    }
  }

  /** Has pieces made that have nothing but zeros. */
  public void makeZeros() {
    zeros.make(output.commands());
  }

  /** Other pieces are needed than before. Sends every peer whether this agent is interested. */
  public void needsChanged(long now) {
    for (DownloadPeer peer : peers) {
      interest.needsChanged(peer, now);
    }
    copyMore();
  }

  /**
   * These pieces come before all others; {@link #refillAll} asks for them. What slow peers would
   * send before them is cancelled.
   */
  public void readersMoved(List<PieceSpan> spans, long now) {
    ledger.readersMoved(spans);
    for (DownloadPeer peer : peers) {
      if (!trust.isOnTrial(peer, now)) {
        for (BlockRange range : ledger.clearWay(peer, now)) {
          output.send(peer.peer, new PeerMessage.Cancel(range), now);
        }
      }
    }
  }

  /** The peers that sent the bad units of a piece. */
  public Set<PeerIdentity> guilty(int piece, BitSet units, long now) {
    Set<PeerIdentity> guilty = ledger.guilty(piece, units);
    long bytes = (long) units.cardinality() * ActivePiece.UNIT;
    guilty.forEach(peer -> trust.guilty(peer, bytes, now));
    return guilty;
  }

  /** Clears the peer of everything that it has sent so far: it was banned, or a ban was lifted. */
  public void settle(PeerIdentity peer) {
    ledger.settle(peer);
  }

  /**
   * A piece failed its hash.
   *
   * @return the peer that sent it alone; null when there were several
   */
  public @Nullable PeerIdentity corrupt(SessionEvent.PieceCorrupt corrupt, long now) {
    int piece = corrupt.piece();
    boolean hadCopies = ledger.hasCopies(piece);
    Set<PeerIdentity> senders = ledger.corrupt(piece, corrupt.kept());
    peers.forEach(peer -> judged(peer, piece));
    if (!hadCopies) {
      trust.bad(layout.size(piece), now);
    }
    PeerIdentity alone = senders.size() == 1 ? senders.iterator().next() : null;
    if (alone != null) {
      trust.guilty(alone, layout.size(piece), now);
    }
    refillAll(now);
    return alone;
  }

  public void tick(DownloadPeer peer, long now) {
    peer.rejecting = false;
    boolean quiet = now - peer.lastProgress >= settings.timeouts().stall().toNanos();
    if (!peer.requests.isEmpty() && quiet && !peer.stalled) {
      peer.stalled = true;
      ledger.release(peer);
      refillAll(now);
    }
    refill(peer, now);
  }

  /** Asks all peers for as much as they should have outstanding. */
  public void refillAll(long now) {
    for (DownloadPeer peer : peers) {
      refill(peer, now);
    }
  }
}
