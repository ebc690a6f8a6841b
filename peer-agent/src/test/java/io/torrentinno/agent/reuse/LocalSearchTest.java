package io.torrentinno.agent.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSearchTest {
  private static final int PIECE = 64 << 10;

  @TempDir Path folder;

  private final List<ManifestV2> others =
      Stream.iterate(1, length -> length + 1)
          .limit(1000)
          .map(length -> manifest("other", length))
          .toList();
  private final List<InfoHash> lookedAt = new ArrayList<>();

  /** The agent holds nothing of every second one. */
  private final HeldResources held =
      new HeldResources() {
        @Override
        public Stream<HeldContent> some(long most) {
          return others.stream()
              .limit(most)
              .peek(other -> lookedAt.add(other.infoHash()))
              .filter(other -> others.indexOf(other) % 2 == 0)
              .map(LocalSearchTest::content);
        }

        @Override
        public HeldContent find(InfoHash infoHash) {
          return content(
              others.stream().filter(it -> it.infoHash().equals(infoHash)).findAny().orElseThrow());
        }
      };

  @Test
  void looksAtFewResourcesForFewBytesWhateverTheAgentHolds() throws Exception {
    try (StateFolder state = StateFolder.open(folder)) {
      LocalSearch search = new LocalSearch(state, held, new MemoryBudget(1), false);

      List<HeldContent> holders = search.holders(manifest("new", 100), 100_000);

      assertThat(lookedAt).hasSize(40);
      assertThat(holders).hasSize(20);
    }
  }

  private static HeldContent content(ManifestV2 manifest) {
    return new HeldContent(
        new SavedResource(manifest, Path.of("other"), true, ResourceChoices.NONE),
        manifest,
        Bitfield.full(1),
        null);
  }

  private static ManifestV2 manifest(String name, int length) {
    return ZeroManifests.of(name, PIECE, length);
  }
}
