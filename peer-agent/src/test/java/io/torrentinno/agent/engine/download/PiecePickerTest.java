package io.torrentinno.agent.engine.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.Bitfield;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PiecePickerTest {
  /** So many started pieces that the next one is not chosen blindly. */
  private static final int RARITY_COUNTS = 4;

  @Test
  void takesTheFirstFewPiecesAtRandom() {
    Set<Integer> first = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      PiecePicker picker = picker(new Bitfield(8), _ -> true, random);
      picker.gained(bits(8, 0, 1, 2, 3, 4, 5, 6));
      picker.gained(bits(8, 7));
      picker.gained(bits(8, 0, 1, 2, 3, 4, 5, 6));

      first.add(picker.pick(Bitfield.full(8), 0));
    }

    assertThat(first).hasSizeGreaterThan(4);
  }

  @Test
  void findsTheOnlyCandidateThatAPeerOffers() {
    for (PieceOrder order : PieceOrder.values()) {
      PiecePicker picker = picker(new Bitfield(1000), _ -> true, new Random(1));
      picker.order(order);
      Bitfield others = Bitfield.full(1000);
      assertThat(others.clear(777)).isTrue();
      picker.gained(others);
      picker.gained(bits(1000, 777));

      assertThat(picker.pick(bits(1000, 777), RARITY_COUNTS)).isEqualTo(777);
      assertThat(picker.pick(bits(1000, 777), RARITY_COUNTS)).isEqualTo(-1);
      assertThat(picker.take(999)).isTrue();
      assertThat(picker.pick(bits(1000, 777, 999), RARITY_COUNTS)).isEqualTo(-1);
      picker.putBack(777);
      assertThat(picker.pick(bits(1000, 777, 999), RARITY_COUNTS)).isEqualTo(777);
    }
  }

  @Test
  void takesPiecesInFileOrderWhenSoOrdered() {
    PiecePicker picker = picker(bits(6, 1), _ -> true, new Random(1));
    picker.order(PieceOrder.SEQUENTIAL);

    assertThat(picker.pick(bits(6, 3, 5), 0)).isEqualTo(3);
    assertThat(picker.pick(Bitfield.full(6), 1)).isZero();
    assertThat(picker.pick(Bitfield.full(6), 2)).isEqualTo(2);
    picker.putBack(0);
    assertThat(picker.pick(Bitfield.full(6), 2)).isZero();
    assertThat(picker.pick(Bitfield.full(6), 3)).isEqualTo(4);
  }

  @Test
  void takesThePiecesOfSeveralReadersInTurns() {
    PiecePicker picker = picker(bits(20, 11), _ -> true, new Random(1));
    List<PieceSpan> readers = List.of(new PieceSpan(10, 13), new PieceSpan(2, 4));

    assertThat(IntStream.range(0, 5).map(_ -> picker.pickIn(readers, Bitfield.full(20))))
        .containsExactly(10, 2, 3, 12, -1);
    assertThat(picker.take(12)).isFalse();
    picker.putBack(12);
    assertThat(picker.pickIn(readers, bits(20, 11))).isEqualTo(-1);
    assertThat(picker.pickIn(readers, bits(20, 12))).isEqualTo(12);
  }

  @Test
  void takesTheRarestPieceThatThePeerHas() {
    PiecePicker picker = picker(new Bitfield(4), _ -> true, new Random(1));
    Bitfield common = bits(4, 0, 1, 2);
    Bitfield rare = bits(4, 2);
    picker.gained(common);
    picker.gained(rare);
    picker.gained(bits(4, 1, 2));

    assertThat(picker.pick(bits(4, 0, 1, 2), RARITY_COUNTS)).isEqualTo(0);
    assertThat(picker.pick(bits(4, 0, 1, 2), RARITY_COUNTS)).isEqualTo(1);
    assertThat(picker.pick(bits(4, 0, 1, 2), RARITY_COUNTS)).isEqualTo(2);
    assertThat(picker.pick(bits(4, 0, 1, 2), RARITY_COUNTS)).isEqualTo(-1);
    assertThat(picker.pick(Bitfield.full(4), RARITY_COUNTS)).isEqualTo(3);
  }

  @Test
  void breaksTiesAtRandom() {
    Set<Integer> first = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      first.add(picker(new Bitfield(8), _ -> true, random).pick(Bitfield.full(8), RARITY_COUNTS));
    }

    assertThat(first).hasSizeGreaterThan(4);
  }

  @Test
  void neverOffersWhatIsThere() {
    PiecePicker picker = picker(bits(3, 0, 2), _ -> true, new Random(1));

    assertThat(picker.candidates()).isEqualTo(1);
    assertThat(picker.pick(Bitfield.full(3), RARITY_COUNTS)).isEqualTo(1);
    assertThat(picker.pick(Bitfield.full(3), RARITY_COUNTS)).isEqualTo(-1);
  }

  /** Compares every choice with one made by counting. */
  @Test
  void agreesWithCountingWhateverComesAndGoes() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int pieces = 1 + random.nextInt(40);
      PiecePicker picker = picker(new Bitfield(pieces), _ -> true, random);
      int[] counts = new int[pieces];
      Set<Integer> candidates = new HashSet<>();
      for (int piece = 0; piece < pieces; piece++) {
        candidates.add(piece);
      }
      List<Bitfield> peers = new ArrayList<>();
      for (int step = 0; step < 300; step++) {
        switch (random.nextInt(4)) {
          case 0 -> {
            Bitfield peer = randomBits(pieces, random);
            peers.add(peer);
            picker.gained(peer);
            count(counts, peer, 1);
          }
          case 1 -> {
            if (!peers.isEmpty()) {
              Bitfield peer = peers.remove(random.nextInt(peers.size()));
              picker.lost(peer);
              count(counts, peer, -1);
            }
          }
          case 2 -> {
            if (!peers.isEmpty()) {
              Bitfield peer = peers.get(random.nextInt(peers.size()));
              int picked = picker.pick(peer, RARITY_COUNTS);
              int least =
                  candidates.stream().filter(peer::get).mapToInt(p -> counts[p]).min().orElse(-1);
              assertThat(picked < 0 ? -1 : counts[picked]).as("seed %d", seed).isEqualTo(least);
              candidates.remove(picked);
            }
          }
          default -> {
            int piece = random.nextInt(pieces);
            if (candidates.add(piece)) {
              picker.putBack(piece);
            }
          }
        }
        assertThat(picker.candidates()).as("seed %d", seed).isEqualTo(candidates.size());
      }
    }
  }

  private static void count(int[] counts, Bitfield peer, int by) {
    for (int piece = 0; piece < counts.length; piece++) {
      counts[piece] += peer.get(piece) ? by : 0;
    }
  }

  private static Bitfield randomBits(int pieces, Random random) {
    Bitfield bits = new Bitfield(pieces);
    for (int piece = 0; piece < pieces; piece++) {
      if (random.nextInt(3) == 0) {
        bits.set(piece);
      }
    }
    if (bits.isFull()) {
      bits.clear(0); // peers with everything are not counted
    }
    return bits;
  }

  @Test
  void choosesAPieceOnlyWhenItsHashIsKnown() {
    PiecePicker picker = picker(bits(4, 0), piece -> piece == 2, new Random(1));

    assertThat(picker.pick(Bitfield.full(4), 0)).isEqualTo(2);
    assertThat(picker.pick(Bitfield.full(4), 1)).isEqualTo(-1);
    assertThat(picker.isExhausted()).isFalse();

    picker.admit(3);
    assertThat(picker.pick(Bitfield.full(4), 1)).isEqualTo(3);
    assertThat(picker.isExhausted()).isFalse();
    picker.admit(1);
    assertThat(picker.pick(Bitfield.full(4), 2)).isEqualTo(1);
    assertThat(picker.isExhausted()).isTrue();
  }

  @Test
  void takesPiecesOfHighPriorityFirstAndTheRarestOfThemBefore() {
    PiecePicker picker = picker(bits(6, 0), _ -> true, new Random(1));
    picker.gained(bits(6, 1, 2, 3));
    picker.gained(bits(6, 2, 3));
    picker.prioritise(bits(6, 2, 3, 4));
    picker.gained(bits(6, 2));
    Bitfield offered = bits(6, 1, 2, 3, 5);

    assertThat(picker.pick(offered, RARITY_COUNTS)).isEqualTo(3);
    assertThat(picker.pick(offered, RARITY_COUNTS)).isEqualTo(2);
    assertThat(picker.pick(offered, RARITY_COUNTS)).isEqualTo(1);
    picker.putBack(2);
    assertThat(picker.pick(bits(6, 1, 2), RARITY_COUNTS)).isEqualTo(2);
    picker.prioritise(new Bitfield(6));
    assertThat(picker.pick(Bitfield.full(6), RARITY_COUNTS)).isIn(4, 5);
    assertThat(picker.candidates()).isEqualTo(1);
  }

  @Test
  void takesNoPieceThatIsNotNeeded() {
    PiecePicker picker =
        new PiecePicker(bits(5, 0), bits(5, 1, 2), piece -> piece != 2, new Random(1));

    assertThat(picker.pick(Bitfield.full(5), 0)).isEqualTo(1);
    assertThat(picker.isExhausted()).isFalse();
    picker.release(2);
    assertThat(picker.isExhausted()).isTrue();
    picker.need(4);
    assertThat(picker.pick(Bitfield.full(5), 1)).isEqualTo(4);
    assertThat(picker.pick(Bitfield.full(5), 2)).isEqualTo(-1);
  }

  /** A picker that needs all that is missing. */
  private static PiecePicker picker(Bitfield have, IntPredicate verifiable, Random random) {
    Bitfield needed = Bitfield.full(have.size());
    for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
      needed.clear(piece);
    }
    return new PiecePicker(have, needed, verifiable, random);
  }

  private static Bitfield bits(int size, int... pieces) {
    Bitfield bits = new Bitfield(size);
    for (int piece : pieces) {
      bits.set(piece);
    }
    return bits;
  }
}
