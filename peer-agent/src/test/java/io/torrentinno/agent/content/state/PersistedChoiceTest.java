package io.torrentinno.agent.content.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.SampleTree;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files were chosen, over a restart. */
class PersistedChoiceTest {
  private static final BootId BOOT = new BootId(new UUID(1, 1));
  private static final FileChoice CHOICE =
      new FileChoice(
          List.of("bin", "weights/**"),
          List.of("weights/größe.bin"),
          List.of(),
          List.of("bin/run"));

  @TempDir private Path data;

  private SampleTree sample;
  private SavedResource resource;

  @BeforeEach
  void choose() throws Exception {
    sample = new SampleTree();
    resource =
        new SavedResource(
            sample.manifest(),
            data.resolve("model"),
            false,
            ResourceChoices.NONE.withFiles(FileSelection.ALL.with(CHOICE, sample.manifest())));
  }

  @Test
  void keepsTheFilesOfAResource() throws Exception {
    try (StateFolder state = StateFolder.open(DataFolder.of(data), BOOT)) {
      state.add(resource);
    }

    assertThat(loaded()).containsExactly(new PersistedResource.Known(resource, null));
  }

  @Test
  void keepsTheChoiceOfALink() throws Exception {
    SavedMagnet link = new SavedMagnet(resource.magnet(), false).withFiles(CHOICE);
    try (StateFolder state = StateFolder.open(DataFolder.of(data), BOOT)) {
      state.save(link);
    }

    assertThat(loaded()).containsExactly(new PersistedResource.Link(link, null));
  }

  @Test
  void fetchesAllFilesOfALinkOfAnOlderRelease() throws Exception {
    SavedMagnet link = new SavedMagnet(resource.magnet(), false);
    try (StateFolder state = StateFolder.open(DataFolder.of(data), BOOT)) {
      state.save(link);
    }
    Files.writeString(
        stored(link.link().infoHash()).resolve("magnet.json"),
        "{\"link\": \"%s\", \"paused\": false}".formatted(link.link()));

    assertThat(loaded()).containsExactly(new PersistedResource.Link(link, null));
  }

  @Test
  void saysThatTheChoiceIsDamaged() throws Exception {
    try (StateFolder state = StateFolder.open(DataFolder.of(data), BOOT)) {
      state.add(resource);
    }
    Path file = stored(resource.infoHash()).resolve("state.json");
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"skipped\":\"[^\"]*", "\"skipped\":\"x"));

    assertThat(loaded())
        .singleElement()
        .isInstanceOfSatisfying(
            PersistedResource.Known.class,
            known -> {
              assertThat(known.fault()).contains("skipped");
              assertThat(known.resource().choices().files()).isEqualTo(FileSelection.ALL);
            });
  }

  private List<PersistedResource> loaded() throws Exception {
    try (StateFolder state = StateFolder.open(DataFolder.of(data), BOOT)) {
      return state.load();
    }
  }

  private Path stored(InfoHash infoHash) {
    return data.resolve(".torrentinno/resources").resolve(infoHash.toString());
  }
}
