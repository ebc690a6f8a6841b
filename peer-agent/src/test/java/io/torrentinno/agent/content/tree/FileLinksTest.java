package io.torrentinno.agent.content.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.Sample;
import io.torrentinno.agent.content.SampleTree;
import io.torrentinno.agent.content.Scene;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads whose files have other names. What has another name is never written. */
class FileLinksTest {
  private static final String WEIGHTS = "weights/größe.bin";

  @TempDir Path data;
  @TempDir Path elsewhere;
  private Scene scene;
  private SampleTree tree;
  private Path others;

  @BeforeEach
  void open() throws Exception {
    scene = new Scene(data);
    tree = new SampleTree();
    others = tree.writeTo(elsewhere.resolve("others"));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** Links to the same folder of somebody else. */
  private final class Links implements FileLinks {
    private final boolean possible;

    Links(boolean possible) {
      this.possible = possible;
    }

    @Override
    public BitSet find(BitSet wanted, PieceHashes hashes) {
      BitSet found = new BitSet();
      found.set(tree.entry(WEIGHTS));
      return found;
    }

    @Override
    public boolean link(int entry, Path name) {
      try {
        if (possible) {
          Files.createLink(name, new TreePaths(others, tree.manifest().files()).of(entry));
        }
        return possible;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public long bytes() {
      return 0;
    }
  }

  private Bitfield weights() {
    int first = tree.firstPiece(WEIGHTS);
    return Scene.pieces(tree.count(), first, first + 1, first + 2, first + 3);
  }

  @Test
  void aFolderBeginsWithTheFilesThatAreLinked() throws Exception {
    try (ResourceStorage storage = scene.open(tree.savedAt(data.resolve(SampleTree.NAME)))) {
      Bitfield found = scene.prepare(storage.linkedBy(new Links(true)));

      assertThat(found).isEqualTo(weights());
      assertThat(scene.hashed).isZero();
      assertThat(storage.checks().isUnchanged()).isTrue();
      Scene.damage(others.resolve(WEIGHTS), 7);
      assertThat(storage.checks().isUnchanged()).isFalse();
    }
  }

  @Test
  void whatCannotBeLinkedIsMissing() throws Exception {
    try (ResourceStorage storage = scene.open(tree.savedAt(data.resolve(SampleTree.NAME)))) {
      assertThat(scene.prepare(storage.linkedBy(new Links(false))))
          .isEqualTo(new Bitfield(tree.count()));
    }
  }

  /** The process ended after the link was made, and before the checkpoint knew of it. */
  @Test
  void aLinkedFileOfAFolderThatIsNotKnownAsVerifiedIsCopied() throws Exception {
    SavedResource resource = tree.savedAt(data.resolve(SampleTree.NAME));
    Path part = data.resolve(".torrentinno-" + SampleTree.NAME).resolve(WEIGHTS);
    Path other = others.resolve(WEIGHTS);
    FileStamp before = FileStamp.of(other);
    try (ResourceStorage killed = scene.open(resource);
        ResourceStorage storage = scene.open(resource)) {
      scene.prepare(killed);
      Files.createLink(part, other);

      assertThat(scene.prepare(storage)).isEqualTo(new Bitfield(tree.count()));

      tree.tellHashes(storage);
      tree.fetch(scene, storage, tree.firstPiece(WEIGHTS));
      assertThat(Files.isSameFile(part, other)).isFalse();
      assertThat(FileStamp.of(other)).isEqualTo(before);
      assertThat(part).hasSameBinaryContentAs(other);
    }
    assertThat(data.toFile().list())
        .containsExactlyInAnyOrder(".torrentinno", ".torrentinno-" + SampleTree.NAME);
  }

  @Test
  void aLinkedFileIsNotTouchedWhenAllOfItMatches() throws Exception {
    Sample sample = Sample.ofPieces(100_000, 100_000, 5);
    Path other = Files.write(elsewhere.resolve("other"), sample.content());
    FileStamp before = FileStamp.of(other);
    Files.createLink(data.resolve(".torrentinno-" + Sample.NAME), other);

    try (ResourceStorage storage = scene.open(sample.savedAt(data.resolve(Sample.NAME)))) {
      assertThat(scene.prepare(storage).isFull()).isTrue();
    }

    assertThat(FileStamp.of(other)).isEqualTo(before);
    assertThat(Files.isSameFile(data.resolve(Sample.NAME), other)).isTrue();
  }

  @Test
  void aLinkedFileIsCopiedBeforeItIsWrittenOrCut() throws Exception {
    Sample sample = Sample.ofPieces(100_000, 100_000, 5);
    byte[] longer = new byte[200_100];
    System.arraycopy(sample.content(), 0, longer, 0, 100_000);
    Path other = Files.write(elsewhere.resolve("other"), longer);
    FileStamp before = FileStamp.of(other);
    Files.createLink(data.resolve(".torrentinno-" + Sample.NAME), other);

    try (ResourceStorage storage = scene.open(sample.savedAt(data.resolve(Sample.NAME)))) {
      assertThat(scene.prepare(storage)).isEqualTo(Scene.pieces(3, 0));
      scene.fetch(storage, sample, 1, 2);
    }

    assertThat(FileStamp.of(other)).isEqualTo(before);
    assertThat(other).hasBinaryContent(longer);
  }
}
