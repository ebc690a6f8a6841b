package io.torrentinno.agent.runtime.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.reuse.HeldContent;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.merkle.FileHasher;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copy hints are made as long as their share goes on. */
class HintMakingTest {
  private static final int PIECE = 64 * 1024;

  @TempDir Path data;

  private StateFolder state;
  private HeldContent before;
  private ManifestV2 now;

  @BeforeEach
  void open() throws Exception {
    state = StateFolder.open(data);
    byte[] bytes = new byte[8 * PIECE];
    new Random(1).nextBytes(bytes);
    ManifestV2 old = write("old", bytes);
    bytes[0] ^= 1;
    now = write("new", bytes);
    before =
        new HeldContent(
            new SavedResource(old, data.resolve("old"), true, ResourceChoices.NONE),
            old,
            Bitfield.full(old.files().pieces()),
            null);
  }

  @AfterEach
  void close() {
    state.close();
  }

  private ManifestV2 write(String folder, byte[] bytes) throws Exception {
    Files.write(Files.createDirectory(data.resolve(folder)).resolve("image"), bytes);
    FileHasher hasher = new FileHasher(PIECE);
    hasher.update(bytes, 0, bytes.length);
    Entry file = new Entry.File(List.of("image"), bytes.length, hasher.finish().root(), false);
    FileTree tree = FileTreeBuilder.build(List.of(file), PIECE);
    return ManifestV2.of(new ResourceInfo("all", tree), Envelope.EMPTY);
  }

  @Test
  void makesHints() {
    HintMaking making = new HintMaking(state, MemoryBudget.ofHeap(0.1));

    assertThat(making.make(before, now, data.resolve("new"), new Cancellation())).isNotEmpty();
  }

  @Test
  void makesNoneOfAShareThatIsCancelled() {
    MemoryBudget memory = MemoryBudget.ofHeap(0.1);
    HintMaking making = new HintMaking(state, memory);
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> making.make(before, now, data.resolve("new"), cancelled));
    assertThat(memory.used()).isZero();
  }

  @Test
  void sharesNothingThatIsCancelledWhileItWaitsForMemory() {
    HintMaking making = new HintMaking(state, new MemoryBudget(1));
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> making.make(before, now, data.resolve("new"), cancelled));
    assertThat(making.make(before, now, data.resolve("new"), new Cancellation())).isNull();
  }
}
