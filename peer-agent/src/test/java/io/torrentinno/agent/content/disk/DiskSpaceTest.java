package io.torrentinno.agent.content.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.Sample;
import io.torrentinno.agent.content.Scene;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.write.FailedPieces;
import io.torrentinno.agent.content.write.PieceVerification;
import io.torrentinno.agent.content.write.PieceWriter;
import io.torrentinno.agent.content.write.WriteShard;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
  /** Opens, reads zeros, and has no room for anything. */
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path data;

  private final Sample sample = Sample.ofPieces(3000, 500);
  private Scene scene;

  @BeforeEach
  void open() throws StorageException {
    scene = new Scene(data);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void refusesWhatCanNotFitAtOnceAndLeavesNothingBehind() throws Exception {
    List<Manifest.Piece> petabyte =
        Collections.nCopies(1_000_000, new Manifest.Piece("00".repeat(32), 1 << 30));
    Manifest manifest = new Manifest("127.0.0.1", 1, "", "2026-01-01T00:00:00", "huge", petabyte);
    SavedResource huge =
        new SavedResource(
            new ManifestV1(sample.infoHash(), manifest),
            data.resolve("huge"),
            false,
            ResourceChoices.NONE);

    assertThat(Scene.refusal(() -> scene.prepare(scene.open(huge)))).isEqualTo(Reason.DISK_FULL);

    assertThat(data.resolve(".torrentinno-huge")).doesNotExist();
    assertThat(data.resolve(".torrentinno/resources/" + sample.infoHash() + "/pieces"))
        .doesNotExist();
  }

  @Test
  void holdsRoomForTheWholePartFile() throws Exception {
    Path file = Files.createFile(data.resolve("file"));

    DiskSpace.reserve(file, 1 << 20);

    assertThat(file).hasSize(1 << 20);
    assertThat(bytesOnDisk(file)).isGreaterThanOrEqualTo(1 << 20);
  }

  @Test
  void reservesWithoutTouchingWhatIsThere() throws Exception {
    Path file = Files.write(data.resolve("file"), sample.content());

    DiskSpace.reserve(file, 3000);
    DiskSpace.reserve(file, 3501);

    assertThat(Files.readAllBytes(file)).startsWith(sample.content()).hasSize(3501);
  }

  @Test
  void saysOnceThatTheDiskIsFullAndDropsWhatFollows() throws Exception {
    ByteBuf first = sample.bytes(0, 0, 100);
    ByteBuf second = sample.bytes(0, 100, 200);
    WriteShard lane = lane(scene.state().files().file(FULL, READ, WRITE));
    lane.write(0, 0, first);
    lane.write(0, 100, second);
    lane.verify(0);
    lane.retire().join();

    assertThat(scene.heard.news()).containsExactly("failed DISK_FULL");
    assertThat(first.refCnt()).isZero();
    assertThat(second.refCnt()).isZero();
  }

  @Test
  void namesAnyOtherFailure() throws Exception {
    PooledFile closed = scene.state().files().file(FULL, READ, WRITE);
    closed.close();
    WriteShard lane = lane(closed);

    lane.write(0, 0, sample.bytes(0, 0, 100));
    lane.retire().join();

    assertThat(scene.heard.news()).containsExactly("failed IO");
  }

  private WriteShard lane(PooledFile channel) throws StorageException {
    Path file = data.resolve("file");
    Checkpoint checkpoint = scene.state().verification().checkpoint(sample.savedAt(file));
    return new WriteShard(
        scene.pool,
        0,
        new PieceWriter(
            _ -> channel.acquire(), sample.pieces(), new Bitfield(2), _ -> Path.of("none")),
        new PieceVerification(
            file,
            checkpoint,
            scene.heard,
            new FailedPieces(_ -> channel.acquire(), sample.pieces())));
  }

  private static long bytesOnDisk(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes(), US_ASCII).strip());
  }
}
