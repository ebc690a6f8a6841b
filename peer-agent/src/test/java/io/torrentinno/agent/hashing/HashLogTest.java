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
  private static final Bytes32 SUBJECT = new Bytes32(1, 2, 3, 4);
  private static final int MANY = 300;

  @TempDir Path folder;

  @Test
  void givesBackWhatWasAppended() {
    write(MANY);

    assertThat(read(SUBJECT)).isEqualTo(hashes(MANY));
  }

  @Test
  void goesOnBehindWhatItHas() {
    write(MANY);
    try (HashLog log = HashLog.open(path(), SUBJECT, _ -> {})) {
      assertThat(log.size()).isEqualTo(MANY);
      log.append(hash(MANY));
    }

    assertThat(read(SUBJECT)).isEqualTo(hashes(MANY + 1));
  }

  @Test
  void hasNothingOfAnotherFile() {
    write(3);

    assertThat(read(new Bytes32(1, 2, 3, 5))).isEmpty();
  }

  @Test
  void beginsAnewForAnotherFile() {
    write(MANY);
    Bytes32 other = new Bytes32(9, 9, 9, 9);
    try (HashLog log = HashLog.open(path(), other, _ -> {})) {
      log.append(hash(7));
    }

    assertThat(read(other)).containsExactly(hash(7));
  }

  @Test
  void keepsOnlyWhatIsBeforeTheFirstDamage() throws Exception {
    write(4);
    byte[] whole = Files.readAllBytes(path());
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(path(), damaged);

      assertThat(read(SUBJECT)).as("byte %d", at).isEqualTo(hashes(Math.max(0, (at - 32) / 36)));
    }
  }

  @Test
  void takesZerosThatAPowerFailureLeftForNothing() throws Exception {
    write(2);
    byte[] whole = Files.readAllBytes(path());
    Files.write(path(), Arrays.copyOf(whole, whole.length + 4096));

    assertThat(read(SUBJECT)).isEqualTo(hashes(2));
  }

  @Test
  void leavesNothingBehindWhenItIsDeleted() {
    write(MANY);
    try (HashLog log = HashLog.open(path(), SUBJECT, _ -> {})) {
      log.append(hash(MANY));
      log.delete();
    }

    assertThat(path()).doesNotExist();
  }

  @Test
  void costsNothingButTheRecordWhereItCantBeWritten() throws Exception {
    Files.createDirectory(path());
    try (HashLog log = HashLog.open(path(), SUBJECT, _ -> {})) {
      hashes(MANY).forEach(log::append);

      assertThat(log.size()).isEqualTo(MANY);
    }
  }

  private Path path() {
    return folder.resolve("hashes");
  }

  private void write(int count) {
    try (HashLog log = HashLog.open(path(), SUBJECT, _ -> {})) {
      hashes(count).forEach(log::append);
    }
  }

  private List<PieceHash> read(Bytes32 subject) {
    List<PieceHash> found = new ArrayList<>();
    HashLog.open(path(), subject, found::add).close();
    return found;
  }

  private static List<PieceHash> hashes(int count) {
    return IntStream.range(0, count).mapToObj(HashLogTest::hash).toList();
  }

  private static PieceHash hash(int number) {
    return new PieceHash(new Bytes32(number, 77, number, 78));
  }
}
