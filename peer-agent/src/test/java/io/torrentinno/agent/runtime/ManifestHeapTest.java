package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.protocol.manifest.Manifest;
import java.nio.file.Path;
import java.util.Collections;
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
