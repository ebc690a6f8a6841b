package io.torrentinno.agent.runtime.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ManifestTexts;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.v2.InfoWriter;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestHeapTest {
  private final ManifestHeap heap = new ManifestHeap(100_000);

  @Test
  void refusesWhatIsTooMuchWithWhatIsThere() {
    heap.claim(resource("first", 1000));

    assertThatThrownBy(() -> heap.claim(resource("second", 1000)))
        .isInstanceOfSatisfying(
            ResourceException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.MEMORY_FULL));
    assertThatCode(() -> heap.claim(resource("small", 10))).doesNotThrowAnyException();
  }

  @Test
  void hasRoomAgainWhenOneIsRemoved() {
    SavedResource first = resource("first", 1000);
    heap.claim(first);
    heap.remove(first.infoHash());

    assertThatCode(() -> heap.claim(resource("second", 1000))).doesNotThrowAnyException();
  }

  @Test
  void countsAResourceOnce() {
    SavedResource first = resource("first", 1000);
    heap.claim(first);

    assertThatCode(() -> heap.claim(first)).doesNotThrowAnyException();
  }

  @Test
  void startsWithWhateverIsThere() {
    heap.add(resource("first", 1000));

    assertThatCode(() -> heap.add(resource("second", 1000))).doesNotThrowAnyException();
    assertThatThrownBy(() -> heap.claim(resource("third", 10)))
        .isInstanceOf(ResourceException.class);
  }

  @Test
  void countsTheHashesThatAManifestOfVersion2LeavesOut() throws Exception {
    heap.claim(folder("one", 200, 1));

    assertThatThrownBy(() -> heap.claim(folder("two", 200, 3)))
        .isInstanceOf(ResourceException.class);
    assertThatCode(() -> heap.claim(folder("three", 200, 1))).doesNotThrowAnyException();
  }

  @Test
  void countsTheBytesOfNames() throws Exception {
    SavedResource longNames = folder("one", "x".repeat(250), 400, 1);

    assertThatThrownBy(() -> heap.claim(longNames)).isInstanceOf(ResourceException.class);
    assertThatCode(() -> heap.claim(folder("two", 400, 1))).doesNotThrowAnyException();
  }

  @Test
  void countsADocumentThatIsKeptAsItWasRead() throws Exception {
    SavedResource written = folder("one", 1, 1);
    byte[] text =
        new String(InfoWriter.write(((ManifestV2) written.manifest()).info()), UTF_8)
            .replaceFirst("\\{", "{" + " ".repeat(100_000))
            .getBytes(UTF_8);
    ManifestV2 padded =
        ManifestTexts.readInfo(() -> new ByteArrayInputStream(text), Envelope.EMPTY);

    assertThatThrownBy(() ->
            heap.claim(new SavedResource(padded, Path.of("one"), false, ResourceChoices.NONE)))
        .isInstanceOf(ResourceException.class);
    assertThatCode(() -> heap.claim(written)).doesNotThrowAnyException();
  }

  private static SavedResource folder(String name, int files, int pieces) throws Exception {
    return folder(name, "", files, pieces);
  }

  private static SavedResource folder(String name, String prefix, int files, int pieces)
      throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (int file = 0; file < files; file++) {
      FileRoot root = new FileRoot(new Bytes32(file, 0, 0, 0));
      entries.add(
          new Entry.File(List.of(prefix + "%03d".formatted(file)), pieces * 65_536L, root, false));
    }
    ResourceInfo info = new ResourceInfo(name, FileTreeBuilder.build(entries, 65_536));
    return new SavedResource(
        ManifestV2.of(info, Envelope.EMPTY), Path.of(name), false, ResourceChoices.NONE);
  }

  private static SavedResource resource(String name, int pieces) {
    Manifest manifest =
        new Manifest(
            "127.0.0.1",
            8080,
            "",
            "2026-01-01T00:00:00",
            name,
            Collections.nCopies(pieces, new Manifest.Piece("ab".repeat(32), 1000)));
    return new SavedResource(ManifestV1.of(manifest), Path.of(name), false, ResourceChoices.NONE);
  }
}
