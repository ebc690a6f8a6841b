package io.torrentinno.agent.content.chosen;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.Scene;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of two files, one of which no disk of a test has room for. */
class ChosenRoomTest {
  private static final int PIECE = 16 << 20;
  private static final long HUGE = 1L << 43;

  @TempDir private Path data;

  private final FileTree tree;
  private final SavedResource small;

  ChosenRoomTest() throws Exception {
    tree = FileTreeBuilder.build(List.of(file("huge", HUGE), file("small", 7)), PIECE);
    ManifestV2 manifest = ManifestV2.of(new ResourceInfo("model", tree), Envelope.EMPTY);
    small =
        new SavedResource(manifest, Path.of("model"), false, ResourceChoices.NONE)
            .choosing(new FileChoice(List.of("small"), List.of(), List.of(), List.of()));
  }

  private static Entry file(String name, long length) {
    return new Entry.File(List.of(name), length, new FileRoot(new Bytes32(1, 2, 3, length)), false);
  }

  private SavedResource inData(SavedResource resource) {
    return new SavedResource(resource.manifest(), data.resolve("model"), false, resource.choices());
  }

  @Test
  void refusesMoreThanTheDiskHasRoomFor() {
    Bitfield none = new Bitfield(tree.pieces());

    assertThat(Scene.refusal(() -> ChosenRoom.require(inData(small), FileSelection.ALL, none)))
        .isEqualTo(Reason.DISK_FULL);
  }

  @Test
  void countsNoFileThatHasBegunAndNoneThatWasChosenBefore() throws StorageException {
    Bitfield begun = new Bitfield(tree.pieces());
    begun.set(3);
    ChosenRoom.require(inData(small), FileSelection.ALL, begun);

    SavedResource all = inData(small.with(ResourceChoices.NONE));
    ChosenRoom.require(all, small.choices().files(), new Bitfield(tree.pieces()));
    ChosenRoom.require(all, FileSelection.ALL, new Bitfield(tree.pieces()));
  }
}
