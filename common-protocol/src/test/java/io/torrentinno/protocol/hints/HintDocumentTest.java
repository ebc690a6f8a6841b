package io.torrentinno.protocol.hints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.model.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HintDocumentTest {
  private static final InfoHash PREVIOUS = InfoHash.parse("ab".repeat(32));
  private static final List<HintRun> RUNS =
      List.of(
          new HintRun(3, 4, 0, 3 * 16384),
          new HintRun(8, 1, 0, 8 * 16384),
          new HintRun(9, 90, 7, 5),
          new HintRun(100, 2, 7, 1_000_000_000_000L),
          new HintRun(102, 1, 7, 3),
          new HintRun(103, 1, 0, 0));

  private static byte[] document(List<HintRun> runs) {
    HintWriter writer = new HintWriter(PREVIOUS);
    runs.forEach(writer::add);
    return writer.toBytes();
  }

  private static byte[] with(int... numbers) {
    byte[] header = document(List.of());
    byte[] bytes = Arrays.copyOf(header, header.length + numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      bytes[header.length + i] = (byte) numbers[i];
    }
    return bytes;
  }

  @Test
  void readsWhatIsWritten() throws HintsException {
    HintDocument hints = HintDocument.read(document(RUNS), 104);

    assertThat(hints).isEqualTo(new HintDocument(PREVIOUS, RUNS));
    assertThat(HintDocument.previous(document(RUNS))).isEqualTo(PREVIOUS);
  }

  /** The bytes that the specification gives. */
  @Test
  void writesFewBytesWhereARunGoesOnInTheSamePlace() {
    byte[] one = document(RUNS.subList(0, 1));

    assertThat(one).startsWith("TI2HINTS".getBytes(StandardCharsets.US_ASCII));
    assertThat(Arrays.copyOfRange(one, 40, one.length)).containsExactly(3, 4, 0, 0x80, 0x80, 6);
    assertThat(document(RUNS.subList(0, 2))).hasSize(one.length + 4).endsWith(1, 1, 0, 0);
  }

  @Test
  void findsTheRunOfAUnit() throws HintsException {
    HintDocument hints = HintDocument.read(document(RUNS), 104);

    assertThat(hints.floor(2)).isEqualTo(-1);
    assertThat(hints.floor(3)).isZero();
    assertThat(hints.floor(7)).isZero();
    assertThat(hints.floor(50)).isEqualTo(2);
    assertThat(hints.floor(1000)).isEqualTo(5);
    assertThat(RUNS.get(2).positionOf(11)).isEqualTo(5 + 2 * 16384);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 39, 41, 43})
  void refusesADocumentThatIsCutOff(int length) {
    byte[] cut = Arrays.copyOf(document(RUNS), length);

    assertThatThrownBy(() -> HintDocument.read(cut, 104)).isInstanceOf(HintsException.class);
  }

  @Test
  void refusesRunsThatTheResourceCanNotHave() {
    for (byte[] bad :
        List.of(
            document(List.of(new HintRun(103, 2, 0, 0))), // beyond the last unit
            document( // whose second unit would be at a negative place
                List.of(
                    new HintRun(0, 1, 0, (1L << 62) - 20_000),
                    new HintRun(1, 2, 0, Long.MAX_VALUE - 20_000))),
            with(0, 0, 0, 0), // no unit
            with(0, 1, 0, 1), // before the file
            with(0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0),
            with(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 0, 0))) {
      assertThatThrownBy(() -> HintDocument.read(bad, 104)).isInstanceOf(HintsException.class);
    }
  }

  @Test
  void writesNoMoreRunsThanFitIntoFourMebibytes() throws HintsException {
    HintWriter writer = new HintWriter(PREVIOUS);
    int unit = 0;
    while (!writer.isFull()) {
      writer.add(new HintRun(2 * unit, 1, unit % 2 == 0 ? 1 : 1 << 30, 1L << 50));
      unit++;
    }
    byte[] full = writer.toBytes();
    writer.add(new HintRun(2 * unit, 1, 0, 0));

    assertThat(full).hasSizeBetween((4 << 20) - 40, 4 << 20).isEqualTo(writer.toBytes());
    assertThat(HintDocument.read(full, 2 * unit).runs()).hasSize(unit);
  }

  @Test
  void readsOrRefusesAnyBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = document(RUNS);
      bytes[random.nextInt(40, bytes.length)] = (byte) random.nextInt();
      try {
        HintDocument hints = HintDocument.read(bytes, 104);
        assertThat(hints.runs()).allMatch(run -> run.position() >= 0 && run.end() <= 104);
      } catch (HintsException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void endsChunksAtTheSamePlacesAfterBytesWereInserted() {
    byte[] bytes = new byte[4 << 20];
    new Random(2).nextBytes(bytes);
    byte[] longer = new byte[bytes.length + 1001];
    System.arraycopy(bytes, 0, longer, 1001, bytes.length);

    Set<Integer> ends = new HashSet<>(ends(bytes));
    List<Integer> moved = ends(longer).stream().map(end -> end - 1001).toList();

    assertThat(ends).hasSizeBetween(180, 350); // 16 KiB on average, a little more
    assertThat(moved.stream().filter(ends::contains).count()).isGreaterThan(ends.size() - 8L);
  }

  private static List<Integer> ends(byte[] bytes) {
    GearChunks chunks = new GearChunks(16 * 1024);
    List<Integer> ends = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int length = chunks.next(bytes, at, bytes.length);
      assertThat(length).isBetween(1, chunks.most());
      at += length;
      ends.add(at);
    }
    return ends;
  }
}
