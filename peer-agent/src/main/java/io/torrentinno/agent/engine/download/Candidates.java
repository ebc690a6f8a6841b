package io.torrentinno.agent.engine.download;

import io.torrentinno.protocol.model.Bitfield;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Pieces of equal priority that may be started, in one array sorted by availability, with a bucket
 * for each count, so that a Have moves one entry. Peers with every piece are not counted: they
 * would raise all counts equally.
 */
final class Candidates {
  private static final int NOT_A_CANDIDATE = -1;

  private final RandomGenerator random;

  /** No candidate has a lower index. */
  private int firstCandidate;

  private final Bitfield candidates;
  private final int[] availability;
  private final int[] order;
  private final int[] position;

  /** Where each bucket begins in {@link #order}; the entry after the last one is the end. */
  private int[] bucket = new int[8];

  private int buckets = 1;

  /** No candidates, and no peers. */
  Candidates(int pieces, RandomGenerator random) {
    this.random = random;
    availability = new int[pieces];
    order = new int[pieces];
    position = new int[pieces];
    Arrays.fill(position, NOT_A_CANDIDATE);
    candidates = new Bitfield(pieces);
  }

  /** No candidates, and the peers of {@code other}. */
  Candidates(Candidates other) {
    this(other.availability.length, other.random);
    System.arraycopy(other.availability, 0, availability, 0, availability.length);
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

  boolean contains(int piece) {
    return position[piece] != NOT_A_CANDIDATE;
  }

  /** The first candidate in {@code offered}; -1 when there is none. */
  int first(Bitfield offered) {
    int lowest = candidates.nextSet(firstCandidate);
    firstCandidate = lowest < 0 ? order.length : lowest;
    return candidates.nextCommon(offered, firstCandidate);
  }

  /** Some candidate in {@code offered}; -1 when there is none. */
  int any(Bitfield offered) {
    return first(offered) < 0 ? -1 : among(offered, 0, size());
  }

  /** The rarest candidate in {@code offered}; -1 when there is none. */
  int rarest(Bitfield offered) {
    if (first(offered) < 0) {
      return -1; // Peers often offer none, and a look at each candidate takes long.
    }
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

  /** How many candidates there are. */
  int size() {
    return bucket[buckets];
  }

  /** Whether a peer that is no seeder has a candidate. */
  boolean isAnyOffered() {
    return size() > bucket[1];
  }

  /** Makes a piece a candidate; it was none. */
  void insert(int piece) {
    firstCandidate = Math.min(firstCandidate, piece);
    boolean _ = candidates.set(piece);
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

  /** A candidate is none any more. */
  void remove(int piece) {
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
    boolean _ = candidates.clear(piece);
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
