package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders of all kinds, kills and reboots: no verified piece is ever lost or wrong. */
class StoragePropertyTest {
  private static final int SEEDS = 25;
  private static final int LIVES = 4;
  private static final int PIECES = 12;

  @TempDir Path folder;

  @Test
  void neverLosesAVerifiedPieceWhateverHappens() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int[] sizes = IntStream.generate(() -> 1 + random.nextInt(5000)).limit(PIECES).toArray();
      Path data = Files.createDirectory(folder.resolve("seed-" + seed));
      try (Scene scene = new Scene(data)) {
        new Story(seed, random, Sample.ofPieces(sizes), scene).run();
      }
    }
  }

  private static final class Story {
    private final long seed;
    private final Random random;
    private final Sample sample;
    private final Scene scene;
    private final SavedResource resource;
    private final List<ByteBuf> buffers = new ArrayList<>();
    private int judged;
    private Bitfield known = new Bitfield(PIECES);

    Story(long seed, Random random, Sample sample, Scene scene) {
      this.seed = seed;
      this.random = random;
      this.sample = sample;
      this.scene = scene;
      this.resource = sample.savedAt(scene.data.resolve(Sample.NAME));
    }

    void run() throws StorageException, IOException {
      for (int life = 0; life < LIVES; life++) {
        ResourceStorage storage = start();
        live(storage);
        end(storage);
      }
      try (ResourceStorage storage = start()) {
        int[] missing = IntStream.range(0, PIECES).filter(piece -> !known.get(piece)).toArray();
        scene.fetch(storage, sample, missing);
        storage.complete(FileSelection.ALL);
      }
      assertThat(resource.file()).as("seed %d", seed).hasBinaryContent(sample.content());
      assertThat(buffers).as("seed %d", seed).allMatch(buffer -> buffer.refCnt() == 0);
    }

    private ResourceStorage start() throws StorageException, IOException {
      ResourceStorage storage = scene.open(resource);
      Bitfield found = scene.prepare(storage);
      for (int piece = known.nextSet(0); piece >= 0; piece = known.nextSet(piece + 1)) {
        assertThat(found.get(piece)).as("seed %d: piece %d is known", seed, piece).isTrue();
      }
      known = found;
      byte[] onDisk = Files.readAllBytes(FileNames.partOf(resource.file()));
      for (int piece = found.nextSet(0); piece >= 0; piece = found.nextSet(piece + 1)) {
        int offset = (int) sample.pieces().offset(piece);
        byte[] bytes = Arrays.copyOfRange(onDisk, offset, offset + sample.pieces().size(piece));
        assertThat(bytes).as("seed %d, piece %d", seed, piece).isEqualTo(sample.piece(piece));
      }
      return storage;
    }

    private void live(ResourceStorage storage) {
      for (int step = 0; step < 60; step++) {
        int piece = random.nextInt(PIECES - 1); // The last is missing to the end.
        int size = sample.pieces().size(piece);
        int begin = random.nextBoolean() ? 0 : random.nextInt(size);
        int end = random.nextBoolean() ? size : begin + 1 + random.nextInt(size - begin);
        deliver(storage, piece, begin, end);
        if (random.nextInt(4) == 0) {
          storage.verify(piece);
          judged++;
        }
      }
    }

    private void deliver(ResourceStorage storage, int piece, int begin, int end) {
      ByteBuf bytes = sample.bytes(piece, begin, end);
      if (random.nextInt(6) == 0) {
        bytes.setByte(random.nextInt(end - begin), random.nextInt());
      }
      buffers.add(bytes);
      storage.write(piece, begin, bytes);
    }

    /** A clean end, a kill, or a power failure. */
    private void end(ResourceStorage storage) throws StorageException {
      int how = random.nextInt(3);
      if (how == 0) {
        storage.close();
      }
      await().pollInterval(Duration.ofMillis(1)).until(() -> scene.pool.queuedBytes() == 0);
      for (String verdict : scene.heard.waitFor(judged)) {
        if (verdict.startsWith("verified ")) {
          known.set(Integer.parseInt(verdict.substring("verified ".length())));
        }
      }
      if (how == 2) {
        scene.reboot();
      }
    }
  }
}
