package io.torrentinno.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.model.PieceHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestBuilderTest {
  private static final int PIECE_SIZE = 65536;
  private static final int SIZE = 2 * PIECE_SIZE + 1000;
  private static final ManifestHeader HEADER = header("FunnyVideo.mp4");

  @Test
  void hashesTheContentPieceByPiece() throws ManifestException, IOException {
    Manifest manifest = builder(HEADER).build(content(SIZE), SIZE);

    assertThat(manifest.pieces()).isEqualTo(Manifests.vector(Manifests.DATE).pieces());
    assertThat(manifest.creationDate()).isEqualTo("2026-01-02T03:04:05+00:00");
    assertThat(ManifestReader.read(ManifestWriter.write(manifest))).isEqualTo(manifest);
  }

  @Test
  void needsNoMoreThanOneByteAtATime() throws ManifestException, IOException {
    InputStream slow =
        new ByteArrayInputStream(bytes(SIZE)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
          }
        };

    assertThat(builder(HEADER).build(slow, SIZE))
        .isEqualTo(builder(HEADER).build(content(SIZE), SIZE));
  }

  @Test
  void makesTheSameOfHashesThatAreKnown() throws ManifestException, IOException {
    Manifest built = builder(HEADER).build(content(SIZE), SIZE);
    List<PieceHash> hashes = built.pieces().stream().map(Manifest.Piece::hash).toList();

    assertThat(builder(HEADER).assemble(SIZE, hashes)).isEqualTo(built);
    assertThatThrownBy(() -> builder(HEADER).assemble(SIZE + PIECE_SIZE, hashes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void makesNoEmptyLastPiece() throws ManifestException, IOException {
    Manifest manifest = builder(HEADER).build(content(2 * PIECE_SIZE), 2 * PIECE_SIZE);

    assertThat(manifest.pieces()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE_SIZE, SIZE - 1, SIZE + 1, SIZE + PIECE_SIZE})
  void refusesContentOfAnotherSizeThanDeclared(int actual) {
    ManifestException refusal =
        catchThrowableOfType(
            ManifestException.class, () -> builder(HEADER).build(content(actual), SIZE));

    assertThat(refusal.reason()).isEqualTo(Reason.WRONG_SIZE);
  }

  @Test
  void refusesNoContentAndTooManyPieces() {
    assertThat(refusal(HEADER, 0).reason()).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal(HEADER, -1).reason()).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal(HEADER, 1_000_000L * PIECE_SIZE + 1).reason())
        .isEqualTo(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void refusesABadHeaderBeforeItReads() {
    assertThat(refusal(header("../escape"), SIZE)).hasMessageStartingWith("name ");
    assertThat(refusal(new ManifestHeader("", 80, "", Instant.EPOCH, "f"), SIZE))
        .hasMessageStartingWith("trackerIp ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 16383, 16 * 1024 * 1024 + 1})
  void refusesPieceSizesOutOfRange(int pieceSize) {
    assertThatThrownBy(() -> new ManifestBuilder(HEADER, pieceSize))
        .isInstanceOf(ManifestException.class)
        .hasMessageStartingWith("the piece size ");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 262144",
    "536870911, 262144",
    "536870912, 524288",
    "524287999999, 524288",
    "524288000000, 1048576",
    "16777216000000, 16777216"
  })
  void growsPiecesNoMoreThanTheFileAsksFor(long fileSize, int pieceSize) {
    assertThat(ManifestBuilder.defaultPieceSize(fileSize)).isEqualTo(pieceSize);
  }

  private static ManifestBuilder builder(ManifestHeader header) throws ManifestException {
    return new ManifestBuilder(header, PIECE_SIZE);
  }

  private static ManifestHeader header(String name) {
    return new ManifestHeader(
        "127.0.0.1", 8080, "Video", Instant.parse("2026-01-02T03:04:05.678Z"), name);
  }

  private static ManifestException refusal(ManifestHeader header, long size) {
    ByteArrayInputStream unread = content(1);
    ManifestException refusal =
        catchThrowableOfType(ManifestException.class, () -> builder(header).build(unread, size));

    assertThat(unread.available()).isEqualTo(1);
    return refusal;
  }

  private static ByteArrayInputStream content(int size) {
    return new ByteArrayInputStream(bytes(size));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'a');
    return bytes;
  }
}
