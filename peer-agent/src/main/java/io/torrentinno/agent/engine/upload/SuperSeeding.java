package io.torrentinno.agent.engine.upload;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * The first copies of a lone seeder. While the fetchers together lack pieces, each TI/2 peer is
 * shown different pieces, a few at a time, so that no piece is sent twice before each was sent
 * once. A peer that does not want the shown pieces, because it fetches only some files, is shown
 * all pieces. This is BEP 16 without its wait until another peer has the piece, because here peers
 * are trusted to pass it on. When the swarm has every piece, all pieces are shown to all peers.
 */
public final class SuperSeeding {
  private static final long AHEAD = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int LEAST_AHEAD = 2;
  private static final long LEAST_BYTES_AHEAD = 256 << 10;

  /** A piece that was shown this long ago and was not fetched is shown to another peer. */
  private static final long OVERDUE = TimeUnit.SECONDS.toNanos(2);

  /** The pieces that one peer was shown. */
  static final class Shown {
    private final Bitfield pieces;

    /** For each shown piece that was not sent completely: the bytes that are still to be sent. */
    private final Map<Integer, Integer> due = new HashMap<>();

    private long dueBytes;

    private final Bitfield served;

    /** When it was last shown a piece, or has fetched one. */
    private long movedAt;

    Shown(int pieces) {
      this.pieces = new Bitfield(pieces);
      served = new Bitfield(pieces);
    }

    /** Whether it was shown a piece that it has not fetched. */
    boolean isAnyDue() {
      return !due.isEmpty();
    }

    /**
     * Sets the bytes of a piece that are still to be sent. Returns whether the piece is new here.
     */
    boolean put(int piece, int bytes) {
      Integer before = due.put(piece, bytes);
      dueBytes += bytes - (before == null ? 0 : before);
      return before == null;
    }

    void remove(int piece) {
      Integer before = due.remove(piece);
      dueBytes -= before == null ? 0 : before;
    }

    /** Removes the pieces for which a condition is true, and reports each of them. */
    void removeIf(IntPredicate which) {
      for (int piece : List.copyOf(due.keySet())) {
        if (which.test(piece)) {
          remove(piece);
        }
      }
    }

    /** Whether one piece more has room in so many bytes. Pieces of small files have few bytes. */
    boolean hasRoom(long bytes) {
      return due.size() < LEAST_AHEAD || dueBytes + dueBytes / due.size() <= bytes;
    }
  }

  private final PieceLayout layout;
  private final List<UploadPeer> peers;
  private final UploadOutput output;
  private final HaveBroadcaster news;
  private final int[] order;
  private final Bitfield spread;
  private final long[] shownAt;
  private final int[] holders;
  private int cursor;
  private boolean possible;
  private boolean active;

  /**
   * Super-seeding that waits for a second fetcher.
   *
   * @param possible whether this session may super-seed
   */
  public SuperSeeding(
      boolean possible,
      PieceLayout layout,
      HaveBroadcaster news,
      RandomGenerator random,
      UploadOutput output) {
    this.possible = possible;
    this.layout = layout;
    peers = output.peers();
    this.output = output;
    this.news = news;
    int pieces = possible ? layout.count() : 0;
    order = new int[pieces];
    spread = new Bitfield(Math.max(1, pieces));
    shownAt = new long[pieces];
    holders = new int[pieces];
    for (int i = 0; i < pieces; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
  }

  boolean isActive() {
    return active;
  }

  /** A peer has sent Hello. Returns true if it must not learn of all pieces. */
  public boolean greeted(UploadPeer peer, long now) {
    if (!possible) {
      return false;
    }
    if (!active && fetchers() >= 2) {
      begin(now);
    } else if (active) {
      hide(peer, now);
    }
    return active;
  }

  /** A peer has announced pieces. */
  public void haveReceived(UploadPeer peer, Have what, long now) {
    if (!active) {
      return;
    }
    if (what instanceof Have.Piece(int piece)) {
      spread.set(piece);
    } else if (peer.pieces.isFull()) {
      end(now); // another peer seeds, too
    } else {
      mark(peer.pieces);
    }
    Shown shown = peer.shown;
    if (shown != null) {
      if (!(what instanceof Have.Piece(int piece))) {
        shown.removeIf(each -> peer.pieces.get(each) && release(each));
      } else if (shown.due.containsKey(piece) && release(piece)) {
        shown.remove(piece);
      }
      feed(peer, now);
    }
    endIfSpread(now);
  }

  /** A block was sent. */
  void served(UploadPeer peer, BlockRange range, long now) {
    Shown shown = peer.shown;
    if (!active || shown == null) {
      return;
    }
    int piece = range.piece();
    Integer due = shown.due.get(piece);
    if (due == null) {
      return;
    }
    if (due > range.length()) {
      shown.put(piece, due - range.length());
    } else {
      shown.remove(piece);
      shown.served.set(piece);
      shown.movedAt = now;
      release(piece);
      spread.set(piece);
      feed(peer, now);
      endIfSpread(now);
    }
  }

  /** Shows the peer as many pieces as it can fetch in a moment. */
  void feed(UploadPeer peer, long now) {
    Shown shown = peer.shown;
    if (!active || shown == null || peer.choked) {
      return;
    }
    long ahead = (long) Math.max(LEAST_BYTES_AHEAD, peer.upload.rate(now) * (AHEAD / 1e9));
    while (shown.hasRoom(ahead)) {
      int piece = next(shown, now);
      if (piece < 0) {
        return;
      }
      if (holders[piece] == 0 || peer.upload.total() > 0) {
        shownAt[piece] = now; // peers that have fetched nothing do not delay others
      }
      holders[piece]++;
      shown.pieces.set(piece);
      boolean _ = shown.put(piece, layout.size(piece));
      shown.movedAt = now;
      output.send(peer, new Have.Piece(piece), now);
    }
  }

  /** The peer is not served for now: its pieces are shown to others. */
  void choked(UploadPeer peer) {
    Shown shown = peer.shown;
    if (active && shown != null) {
      shown.removeIf(this::release);
      cursor = 0;
    }
  }

  /** The peer has left, with the pieces that it alone had. */
  public void left(UploadPeer peer) {
    if (active) {
      choked(peer);
      spread.setTo(new Bitfield(spread.size()));
      for (UploadPeer other : peers) {
        mark(other.pieces);
        if (other.shown != null) {
          mark(other.shown.served);
        }
      }
    }
  }

  public void tick(long now) {
    if (active) {
      for (UploadPeer peer : peers) {
        Shown shown = peer.shown;
        if (shown != null && isSelective(peer, shown, now)) {
          reveal(peer, shown, now);
        }
        feed(peer, now);
      }
    }
  }

  /** Whether the peer does not want what it was shown, so it has not chosen all files. */
  private static boolean isSelective(UploadPeer peer, Shown shown, long now) {
    return !peer.choked
        && !peer.interestedInUs
        && shown.isAnyDue()
        && now - shown.movedAt >= OVERDUE;
  }

  /** Shows the peer all pieces, and what it does not want to others. */
  private void reveal(UploadPeer peer, Shown shown, long now) {
    shown.due.keySet().forEach(this::release);
    cursor = 0;
    peer.shown = null;
    news.sendPieces(peer, Bitfield.full(layout.count()), now);
  }

  private void begin(long now) {
    active = true;
    for (UploadPeer peer : peers) {
      mark(peer.pieces);
    }
    for (UploadPeer peer : peers) {
      if (peer.speaksTi2 && peer.isReady()) {
        hide(peer, now);
      }
    }
    endIfSpread(now);
  }

  private void hide(UploadPeer peer, long now) {
    Shown shown = new Shown(layout.count());
    peer.shown = shown;
    for (BlockRange range : peer.uploads) {
      shown.pieces.set(range.piece());
      if (shown.put(range.piece(), layout.size(range.piece()))) {
        holders[range.piece()]++;
        shownAt[range.piece()] = now;
      }
    }
    news.sendPieces(peer, new Bitfield(layout.count()), now);
    feed(peer, now);
  }

  private void endIfSpread(long now) {
    if (active && spread.isFull()) {
      end(now);
    }
  }

  private void end(long now) {
    active = false;
    possible = false;
    for (UploadPeer peer : peers) {
      if (peer.shown != null) {
        peer.shown = null;
        news.sendPieces(peer, Bitfield.full(layout.count()), now);
      }
    }
  }

  /** A piece that no other peer has or was shown; or else one that is long overdue. */
  private int next(Shown shown, long now) {
    while (cursor < order.length && (spread.get(order[cursor]) || holders[order[cursor]] > 0)) {
      cursor++;
    }
    if (cursor < order.length) {
      return order[cursor++];
    }
    for (int piece = spread.nextClear(0); piece >= 0; piece = spread.nextClear(piece + 1)) {
      if (!shown.pieces.get(piece) && now - shownAt[piece] >= OVERDUE) {
        return piece;
      }
    }
    return -1;
  }

  private boolean release(int piece) {
    holders[piece]--;
    return true;
  }

  private void mark(Bitfield pieces) {
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      spread.set(piece);
    }
  }

  private int fetchers() {
    int fetchers = 0;
    for (UploadPeer peer : peers) {
      if (peer.speaksTi2 && peer.isReady()) {
        if (peer.pieces.isFull()) {
          return 0;
        }
        fetchers++;
      }
    }
    return fetchers;
  }
}
