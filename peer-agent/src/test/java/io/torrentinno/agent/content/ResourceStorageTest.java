package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.Scene.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.BlockRange;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourceStorageTest extends FileScene {
  private ResourceStorage storage;

  @BeforeEach
  void open() throws StorageException {
    storage = scene.open(sample.savedAt(file));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void reservesAPartFileForAFreshDownload() throws Exception {
    assertThat(scene.prepare(storage)).isEqualTo(pieces(4));

    assertThat(part).hasSize(9500);
    assertThat(file).doesNotExist();
  }

  @Test
  void givesAFinishedDownloadItsName() throws Exception {
    scene.prepare(storage);

    scene.fetch(storage, sample, 3, 1, 0, 2);
    storage.complete(FileSelection.ALL);

    assertThat(scene.heard.news())
        .containsExactlyInAnyOrder("verified 0", "verified 1", "verified 2", "verified 3");
    assertThat(file).hasBinaryContent(sample.content());
    assertThat(part).doesNotExist();
  }

  @Test
  void servesThroughTheSameChannelBeforeAndAfterTheRename() throws Exception {
    scene.prepare(storage);
    OpenFile before = storage.openFile(0);
    scene.fetch(storage, sample, 0, 1, 2, 3);
    storage.complete(FileSelection.ALL);

    ByteBuffer read = ByteBuffer.allocate(100);
    before.channel().read(read, storage.position(new BlockRange(2, 50, 100)));

    OpenFile after = storage.openFile(0);
    assertThat(after).isSameAs(before);
    after.release();
    before.release();
    assertThat(read.array()).isEqualTo(Arrays.copyOfRange(sample.piece(2), 50, 150));
  }

  /** An agent with thousands of complete resources would hash a piece for each when it starts. */
  @Test
  void learnsWhatZerosHashToOnlyWhilePiecesAreMissing() throws Exception {
    storage.close();
    Sample zeros = Sample.ofZeros(3000, 3000);
    SavedResource resource = zeros.savedAt(data.resolve("zeros"));
    storage = scene.open(resource);
    scene.prepare(storage);
    assertThat(storage.isZero(0)).isTrue();
    scene.fetch(storage, zeros, 0, 1);
    storage.complete(FileSelection.ALL);
    storage.close();

    storage = scene.open(resource);
    scene.prepare(storage);

    assertThat(storage.isZero(0)).isFalse();
  }

  @Test
  void answersWhateverACopyCanNotRead() throws Exception {
    scene.prepare(storage);
    Path source = Files.write(data.resolve("source"), sample.piece(0));
    CompletableFuture<BitSet> copied = new CompletableFuture<>();

    storage.copy(0, List.of(new CopyRun(0, 3000, source, -1)), copied::complete);

    assertThat(copied).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new BitSet());
  }

  @Test
  void refusesToCompleteWhilePiecesAreMissing() throws Exception {
    scene.prepare(storage);
    scene.fetch(storage, sample, 0, 1);

    assertThatThrownBy(() -> storage.complete(FileSelection.ALL))
        .isInstanceOf(IllegalStateException.class);
    assertThat(part).exists();
  }

  @Test
  void forgetsACorruptPieceAndTakesItFromSomebodyElse() throws Exception {
    scene.prepare(storage);
    storage.write(1, 0, Sample.direct(new byte[3000]));
    storage.verify(1);
    assertThat(scene.heard.waitFor(1)).containsExactly("corrupt 1");

    scene.fetch(storage, sample, 1);

    assertThat(scene.heard.waitFor(3)).containsExactly("corrupt 1", "differed 1 {0}", "verified 1");
  }

  @Test
  void knowsAfterItsCloseWhatWasStillQueued() throws Exception {
    scene.prepare(storage);

    for (int piece : new int[] {0, 2, 3}) {
      storage.write(piece, 0, sample.bytes(piece, 0, sample.pieces().size(piece)));
      storage.verify(piece);
    }
    storage.close();

    assertThat(storage.verified()).isEqualTo(pieces(4, 0, 2, 3));
  }

  @Test
  void releasesEveryBufferThatItWasGiven() throws Exception {
    ByteBuf early = sample.bytes(0, 0, 10);
    ByteBuf outside = sample.bytes(0, 0, 10);
    ByteBuf nowhere = sample.bytes(0, 0, 10);
    ByteBuf written = sample.bytes(0, 0, 10);
    ByteBuf late = sample.bytes(0, 0, 10);

    storage.write(0, 0, early);
    scene.prepare(storage);
    assertThatThrownBy(() -> storage.write(3, 491, outside))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.write(-1, 0, nowhere))
        .isInstanceOf(IllegalArgumentException.class);
    storage.write(0, 0, written);
    storage.close();
    storage.write(0, 0, late);

    assertThat(new ByteBuf[] {early, outside, nowhere, written, late})
        .allMatch(buffer -> buffer.refCnt() == 0);
    assertThat(scene.pool.queuedBytes()).isZero();
  }
}
