package io.torrentinno.agent.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.state.HintsFile;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.protocol.hints.HintRun;
import io.torrentinno.protocol.hints.HintWriter;
import io.torrentinno.protocol.hints.HintsException;
import io.torrentinno.protocol.manifest.envelope.CopyHints;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.Sha256;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of copy hints, and what is refused. */
class HintReadingTest {
  private static final int PIECE = 64 * 1024;
  private static final int UNIT = 16 * 1024;

  @TempDir Path folder;

  private final ManifestV2 before = manifest(3 * PIECE);
  private final ManifestV2 target = manifest(4 * PIECE);
  private final HeldContent held =
      new HeldContent(
          new SavedResource(before, Path.of("before"), true, ResourceChoices.NONE),
          before,
          Bitfield.full(3),
          null);
  private final MemoryBudget budget = new MemoryBudget(100 << 20);
  private final HintReading reading = new HintReading(target, List.of(held), budget);

  private static ManifestV2 manifest(int length) {
    return ZeroManifests.of("all", PIECE, length);
  }

  private byte[] document(HintRun... runs) {
    HintWriter writer = new HintWriter(before.infoHash());
    List.of(runs).forEach(writer::add);
    return writer.toBytes();
  }

  @Test
  void readsWhereBytesLieInTheVersionBefore() throws HintsException {
    HintedUnits read = reading.read(document(new HintRun(1, 12, 0, 3 * PIECE - 12 * UNIT + 5)));

    assertThat(read.units(0).cardinality()).isEqualTo(3);
    assertThat(read.units(3)).isEqualTo(new BitSet()); // Not a whole unit.
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "0, 1, 196608", "0, 13, 0", "0, 1, 2305843009213693952"})
  void refusesEntriesAndPlacesThatTheVersionBeforeDoesNotHave(int entry, int count, long position) {
    byte[] document = document(new HintRun(0, count, entry, position));

    assertThatThrownBy(() -> reading.read(document))
        .isInstanceOf(HintsException.class)
        .hasMessage("bytes that the previous version does not have");
  }

  @Test
  void takesMemoryOnlyWhileHintsComeOrAreOfUse() {
    LocalContent content = new LocalContent(List.of(), null, reading);
    HintIntake intake = new HintIntake(content, new HintsFile(folder), Runnable::run);
    List<Boolean> read = new ArrayList<>();
    byte[] good = document(new HintRun(0, 1, 0, 0), new HintRun(1, 1, 0, 0));
    byte[] bad = document(new HintRun(0, 1, 7, 0), new HintRun(1, 1, 0, 0));

    intake.take(part(good, 0, 40), read::add);
    assertThat(budget.used()).isPositive();
    intake.drop();
    assertThat(budget.used()).isZero();

    intake.take(part(bad, 0, bad.length), read::add);
    assertThat(read).containsExactly(false);
    assertThat(budget.used()).isZero();

    intake.take(part(good, 0, 40), read::add);
    intake.take(part(good, 40, good.length), read::add);
    assertThat(read).containsExactly(false, true);
    assertThat(content.units(0).cardinality()).isEqualTo(2);
    assertThat(budget.used()).isPositive();
    content.close();
    assertThat(budget.used()).isZero();
  }

  @Test
  void awaitsOtherHintsWhenTheFirstPartIsOfNoUse() {
    LocalContent content = new LocalContent(List.of(), null, reading);
    HintIntake intake = new HintIntake(content, new HintsFile(folder), Runnable::run);
    List<Boolean> read = new ArrayList<>();

    intake.take(part(new byte[100], 0, 40), read::add);
    intake.take(part(new HintWriter(target.infoHash()).toBytes(), 0, 40), read::add);
    assertThat(read).containsExactly(false, false);
  }

  @Test
  void awaitsOtherHintsWhenThoseOfAPeerTakeTooMuchMemory() {
    LocalContent content = new LocalContent(List.of(), null, reading);
    HintIntake intake = new HintIntake(content, new HintsFile(folder), Runnable::run);
    List<Boolean> read = new ArrayList<>();
    byte[] good = document(new HintRun(0, 1, 0, 0));

    intake.take(partOfTotal(16_777_216, good), read::add);
    assertThat(read).containsExactly(false);
    assertThat(budget.used()).isZero();

    intake.take(part(good, 0, good.length), read::add);
    assertThat(read).containsExactly(false, true);
  }

  @Test
  void awaitsOtherHintsWhenAPeerSaysAnotherSizeThanTheManifest() throws Exception {
    byte[] good = document(new HintRun(0, 1, 0, 0));
    CopyHints named =
        new CopyHints(before.infoHash(), Bytes32.of(Sha256.digest().digest(good), 0), good.length);
    ManifestV2 naming = ManifestV2.of(target.info(), Envelope.EMPTY.withCopyHints(List.of(named)));
    LocalContent content =
        new LocalContent(List.of(), null, new HintReading(naming, List.of(held), budget));
    HintIntake intake = new HintIntake(content, new HintsFile(folder), Runnable::run);
    List<Boolean> read = new ArrayList<>();

    intake.take(partOfTotal(good.length + 1, good), read::add);
    assertThat(read).containsExactly(false);
    assertThat(budget.used()).isZero();

    intake.take(part(good, 0, good.length), read::add);
    assertThat(read).containsExactly(false, true);
    assertThat(content.units(0).cardinality()).isEqualTo(1);
  }

  private static HintsPart partOfTotal(int total, byte[] start) {
    return new HintsPart(total, 0, Bytes.copyOf(start));
  }

  private static HintsPart part(byte[] document, int begin, int end) {
    return new HintsPart(
        document.length, begin, Bytes.copyOf(Arrays.copyOfRange(document, begin, end)));
  }

  @Test
  void holdsNothingBeforeTheStartOfAFile() {
    assertThat(held.heldAt(0, Long.MIN_VALUE + 5, UNIT)).isZero();
    assertThat(held.heldAt(0, 0, UNIT)).isEqualTo(UNIT);
  }
}
