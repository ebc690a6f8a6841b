package io.torrentinno.agent.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PieceHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashLogTest {
  private static final int MANY = 300;
  private static final int HEAD_BYTES = 8;
  private static final int RECORD_BYTES = 48;

  @TempDir Path folder;

  /** What was appended. */
  private record Appended(long file, int number, PieceHash hash) {
    static Appended of(int number) {
      return new Appended(
          -1L - number % 3, number, new PieceHash(new Bytes32(number, 77, number, 78)));
    }
  }

  @Test
  void givesBackWhatWasAppended() {
    append(0, MANY);

    assertThat(read()).isEqualTo(records(MANY));
    assertThat(path()).hasSize(HEAD_BYTES + MANY * RECORD_BYTES);
  }

  @Test
  void goesOnBehindWhatItHas() {
    append(0, MANY);
    append(MANY, MANY + 1);

    assertThat(read()).isEqualTo(records(MANY + 1));
  }

  /** It began with 32 bytes that named the files, and had 36 bytes for each hash. */
  @Test
  void beginsAnewInsteadOfALogOfAnEarlierRelease() throws Exception {
    byte[] old = new byte[32 + 36 * MANY];
    Arrays.fill(old, (byte) 7);
    Files.write(path(), old);
    assertThat(read()).isEmpty();

    append(0, 2);

    assertThat(read()).isEqualTo(records(2));
    assertThat(path()).hasSize(HEAD_BYTES + 2 * RECORD_BYTES);
  }

  @Test
  void keepsOnlyWhatIsBeforeTheFirstDamage() throws Exception {
    append(0, 4);
    byte[] whole = Files.readAllBytes(path());
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(path(), damaged);

      assertThat(read())
          .as("byte %d", at)
          .isEqualTo(records(Math.max(0, (at - HEAD_BYTES) / RECORD_BYTES)));
    }
  }

  @Test
  void writesOverTheDamage() throws Exception {
    append(0, 4);
    byte[] damaged = Files.readAllBytes(path());
    damaged[HEAD_BYTES + 2 * RECORD_BYTES] ^= 1;
    Files.write(path(), damaged);

    append(2, 3);

    assertThat(read()).isEqualTo(records(3));
  }

  @Test
  void takesZerosThatAPowerFailureLeftForNothing() throws Exception {
    append(0, 2);
    byte[] whole = Files.readAllBytes(path());
    Files.write(path(), Arrays.copyOf(whole, whole.length + 4096));

    assertThat(read()).isEqualTo(records(2));
  }

  @Test
  void leavesNothingBehindWhenItIsDeleted() {
    append(0, MANY);
    try (HashLog log = HashLog.open(path(), (_, _, _) -> {})) {
      append(log, MANY);
      log.delete();
    }

    assertThat(path()).doesNotExist();
  }

  @Test
  void costsNothingButTheRecordWhereItCantBeWritten() throws Exception {
    Files.createDirectory(path());

    append(0, MANY);

    assertThat(read()).isEmpty();
  }

  private Path path() {
    return folder.resolve("hashes");
  }

  private void append(int begin, int end) {
    try (HashLog log = HashLog.open(path(), (_, _, _) -> {})) {
      IntStream.range(begin, end).forEach(number -> append(log, number));
    }
  }

  private static void append(HashLog log, int number) {
    Appended added = Appended.of(number);
    log.append(added.file, added.number, added.hash);
  }

  private List<Appended> read() {
    List<Appended> found = new ArrayList<>();
    HashLog.open(path(), (file, number, hash) -> found.add(new Appended(file, number, hash)))
        .close();
    return found;
  }

  private static List<Appended> records(int count) {
    return IntStream.range(0, count).mapToObj(Appended::of).toList();
  }
}
