package io.torrentinno.agent.content.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places that were chosen for resources, in {@code state.json} and {@code magnet.json}. */
class StoredPlacesTest extends StateFolderScene {
  private static final FileChoice FILES =
      new FileChoice(List.of("a"), List.of("b"), List.of(), List.of("*.txt"));

  private static final InfoHash OLD = InfoHash.parse("cd".repeat(32));

  private static SavedResource at(Path file) {
    return resource("film", file, false);
  }

  private PersistedResource only() throws Exception {
    List<PersistedResource> all = state.load();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private Path stateFile(SavedResource resource) {
    return data.resolve(".torrentinno/resources")
        .resolve(resource.infoHash().toString())
        .resolve("state.json");
  }

  @Test
  void keepsAFolderAndAName() throws Exception {
    SavedResource inside = at(data.resolve("a/b"));
    state.add(inside);
    assertThat(only()).isEqualTo(new PersistedResource.Known(inside, null));
    assertThat(stateFile(inside)).content().contains("\"a/b\"").doesNotContain(data.toString());

    SavedResource outside = at(Path.of("/mnt/models/b"));
    state.save(outside);
    assertThat(only()).isEqualTo(new PersistedResource.Known(outside, null));
  }

  @Test
  void keepsWhatIsToBeReplaced() throws Exception {
    SavedResource usual = at(data.resolve("film")).replacing(OLD);
    state.add(usual);
    assertThat(only()).isEqualTo(new PersistedResource.Known(usual, null));

    SavedResource placed = at(data.resolve("a/" + "x".repeat(255))).replacing(OLD);
    state.save(placed);
    assertThat(only()).isEqualTo(new PersistedResource.Known(placed, null));
  }

  /** It takes such a place for damaged, and does not write there. */
  @Test
  void neverShowsAnEarlierReleaseThePlaceOfAnotherResource() throws Exception {
    SavedResource replacement = at(data.resolve("film")).replacing(OLD);
    state.add(replacement);

    assertThat(stateFile(replacement)).content().contains("\"file\":\".torrentinno+film\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"file\":\"/etc/passwd\"",
        "\"file\":\"a/b\",\"placed\":7",
        "\"file\":\"a/../b\",\"placed\":true",
        "\"file\":\".torrentinno/peer-id/..\",\"placed\":true",
        "\"file\":\"a/.torrentinno-x\",\"placed\":true",
        "\"file\":\"film\",\"replaces\":\"cd\",\"becomes\":\"film\"",
        "\"file\":\"film\",\"replaces\":7,\"becomes\":\"film\"",
        "\"file\":\".torrentinno+film\",\"replaces\":\"%s\"",
        "\"file\":\"film\",\"replaces\":\"%s\",\"becomes\":\"film\""
      })
  void neverWritesWhereADamagedStateSays(String fields) throws Exception {
    SavedResource resource = at(data.resolve("film"));
    state.add(resource);
    Files.writeString(
        stateFile(resource),
        "{" + fields.replace("%s", OLD.toString()) + ",\"inPlace\":false,\"paused\":false}");

    PersistedResource found = only();

    assertThat(found.fault()).contains("not valid");
    assertThat(((PersistedResource.Known) found).resource().file()).isEqualTo(data.resolve("film"));
  }

  @Test
  void keepsThePlaceOfALink() throws Exception {
    for (Placement placement :
        List.of(
            new Placement(Path.of("a/b"), "c", null, true),
            Placement.from(Path.of("/mnt/x")),
            Placement.USUAL)) {
      SavedMagnet magnet =
          new SavedMagnet(at(data.resolve("film")).magnet(), true, false, placement, FILES);
      state.save(magnet);

      assertThat(only()).isEqualTo(new PersistedResource.Link(magnet, null));
    }
  }
}
