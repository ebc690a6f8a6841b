package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A part folder that another resource of the same name has left. */
class LeftFolderTest extends FolderScene {
  @Test
  void keepsOnlyWhatTheManifestNames() throws Exception {
    Path outside = Files.writeString(elsewhere.resolve("outside"), "stays");
    Path foreign = Files.createDirectories(part.resolve("bin/old/deep"));
    Files.writeString(foreign.resolve("file"), "of the other resource");
    Files.createSymbolicLink(part.resolve("old-link"), outside);
    Files.writeString(part.resolve("weights"), "a file in the place of a folder");
    Files.createDirectories(part.resolve("bin/run/folder-in-the-place-of-a-file"));

    Bitfield found = scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, IntStream.range(0, sample.count()).toArray());
    storage.complete(FileSelection.ALL);

    assertThat(found).isEqualTo(new Bitfield(sample.count()));
    assertThat(SampleTree.listing(folder))
        .isEqualTo(SampleTree.listing(sample.writeTo(elsewhere.resolve("same"))));
    assertThat(outside).hasContent("stays");
  }
}
