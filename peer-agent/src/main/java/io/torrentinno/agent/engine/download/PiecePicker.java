package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.Bitfield;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Chooses which piece to start next: the rarest one that the peer has, with random choice between
 * equals. The first few pieces are chosen at random, because rare pieces arrive slowly, and a peer
 * without pieces can give none. In sequential order it is the first piece in the file. Candidates
 * are in one array sorted by availability, with a bucket for each count, so that a Have moves one
 * entry. Peers with every piece are not counted: they would raise all counts equally.
 */
final class PiecePicker {
  private static final int NOT_A_CANDIDATE = -1;

  /** This many pieces are chosen at random before rarity counts. */
  private static final int RANDOM_FIRST = 4;

  private final RandomGenerator random;
  private PieceOrder pieceOrder = PieceOrder.RAREST_FIRST;

  /** How many missing pieces are no candidates, because their hashes are not known. */
  private int withheld;

  /** No candidate has a lower index. */
  private int firstCandidate;

  private final int[] availability;
  private final int[] order;
  private final int[] position;

  /** Where each bucket begins in {@link #order}; the entry after the last one is the end. */
  private int[] bucket = new int[8];

  private int buckets = 1;

  /**
   * A picker without peers.
   *
   * @param have pieces that are no candidates
   * @param verifiable whether the hash of a piece is known: until then it is no candidate
   */
  PiecePicker(Bitfield have, IntPredicate verifiable, RandomGenerator random) {
    this.random = random;
    int pieces = have.size();
    availability = new int[pieces];
    order = new int[pieces];
    position = new int[pieces];
    Arrays.fill(position, NOT_A_CANDIDATE);
    for (int piece = have.nextClear(0); piece >= 0; piece = have.nextClear(piece + 1)) {
      if (verifiable.test(piece)) {
        insert(piece);
      } else {
        withheld++;
      }
    }
  }

  /** The hash of a piece has become known. */
  void admit(int piece) {
    withheld--;
    putBack(piece);
  }

  /** One more peer has this piece. */
  void gained(int piece) {
    int count = availability[piece]++;
    ensureBucket(count + 1);
    if (position[piece] != NOT_A_CANDIDATE) {
      swap(position[piece], bucket[count + 1] - 1);
      bucket[count + 1]--;
    }
  }

  /** One peer fewer has this piece. */
  void lost(int piece) {
    int count = availability[piece]--;
    if (position[piece] != NOT_A_CANDIDATE) {
      swap(position[piece], bucket[count]);
      bucket[count]++;
    }
  }

  /** Adds all pieces of a new peer. */
  void gained(Bitfield pieces) {
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      gained(piece);
    }
  }

  /** Removes all pieces of a peer that has left. */
  void lost(Bitfield pieces) {
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      lost(piece);
    }
  }

  void order(PieceOrder order) {
    pieceOrder = order;
  }

  /**
   * Takes the best candidate in {@code offered}.
   *
   * @param started how many pieces have been started and are not verified
   * @return the piece, which is no candidate any more; -1 when there is none
   */
  int pick(Bitfield offered, int started) {
    int piece =
        switch (pieceOrder) {
          case SEQUENTIAL -> first(offered);
          case RAREST_FIRST ->
              order.length - candidates() - withheld - started < RANDOM_FIRST
                      && started < RANDOM_FIRST
                  ? any(offered)
                  : rarest(offered);
        };
    if (piece >= 0) {
      remove(piece);
    }
    return piece;
  }

  /**
   * Takes a piece if it is a candidate.
   *
   * @return whether it was one; it is none any more
   */
  boolean take(int piece) {
    if (position[piece] == NOT_A_CANDIDATE) {
      return false;
    }
    remove(piece);
    return true;
  }

  /**
   * Takes the first candidate in {@code offered} that lies in one of these spans.
   *
   * @return the piece, which is no candidate any more; -1 when there is none
   */
  int pickIn(List<PieceSpan> spans, Bitfield offered) {
    int longest = spans.stream().mapToInt(PieceSpan::length).max().orElse(0);
    for (int ahead = 0; ahead < longest; ahead++) {
      for (PieceSpan span : spans) {
        int piece = span.first() + ahead;
        if (span.contains(piece) && offered.get(piece) && take(piece)) {
          return piece;
        }
      }
    }
    return -1;
  }

  private int first(Bitfield offered) {
    while (firstCandidate < order.length && position[firstCandidate] == NOT_A_CANDIDATE) {
      firstCandidate++;
    }
    for (int piece = firstCandidate; piece < order.length; piece++) {
      if (position[piece] != NOT_A_CANDIDATE && offered.get(piece)) {
        return piece;
      }
    }
    return -1;
  }

  private int any(Bitfield offered) {
    return among(offered, 0, candidates());
  }

  private int rarest(Bitfield offered) {
    for (int count = offered.isFull() ? 0 : 1; count < buckets; count++) {
      int piece = among(offered, bucket[count], bucket[count + 1]);
      if (piece >= 0) {
        return piece;
      }
    }
    return -1;
  }

  private int among(Bitfield offered, int from, int to) {
    int width = to - from;
    int start = width == 0 ? 0 : random.nextInt(width);
    for (int i = 0; i < width; i++) {
      int piece = order[from + (start + i) % width];
      if (offered.get(piece)) {
        return piece;
      }
    }
    return -1;
  }

  /** Makes a piece a candidate again. */
  void putBack(int piece) {
    firstCandidate = Math.min(firstCandidate, piece);
    insert(piece);
  }

  /** How many candidates there are. */
  int candidates() {
    return bucket[buckets];
  }

  /** Whether all missing pieces are started, so that nothing is left to choose. */
  boolean isExhausted() {
    return candidates() + withheld == 0;
  }

  /** Whether a peer that is no seeder has a candidate. */
  boolean isAnyOffered() {
    return candidates() > bucket[1];
  }

  private void insert(int piece) {
    int count = availability[piece];
    ensureBucket(count);
    int hole = bucket[buckets]++;
    for (int above = buckets - 1; above > count; above--) {
      if (bucket[above] != hole) {
        place(order[bucket[above]], hole);
      }
      hole = bucket[above]++;
    }
    place(piece, hole);
  }

  private void remove(int piece) {
    int count = availability[piece];
    int hole = bucket[count + 1] - 1;
    swap(position[piece], hole);
    for (int above = count + 1; above < buckets; above++) {
      bucket[above]--;
      int last = bucket[above + 1] - 1;
      if (last != hole) {
        place(order[last], hole);
        hole = last;
      }
    }
    bucket[buckets]--;
    position[piece] = NOT_A_CANDIDATE;
  }

  private void ensureBucket(int count) {
    while (buckets <= count) {
      if (bucket.length < buckets + 2) {
        bucket = Arrays.copyOf(bucket, bucket.length * 2);
      }
      bucket[buckets + 1] = bucket[buckets];
      buckets++;
    }
  }

  private void swap(int a, int b) {
    int held = order[a];
    place(order[b], a);
    place(held, b);
  }

  private void place(int piece, int index) {
    order[index] = piece;
    position[piece] = index;
  }
}
