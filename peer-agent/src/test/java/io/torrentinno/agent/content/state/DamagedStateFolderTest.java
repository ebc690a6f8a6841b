package io.torrentinno.agent.content.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The state folder of an agent after somebody, or a crash, has damaged files in it. */
class DamagedStateFolderTest extends StateFolderScene {
  @Test
  void takesANewPeerIdWhenTheOldOneIsGarbled() throws Exception {
    PeerId first = state.peerId();
    Files.write(data.resolve(".torrentinno/peer-id"), new byte[] {1, -1, 0});
    reopen();
    PeerId second = state.peerId();
    reopen();

    assertThat(second).isNotEqualTo(first);
    assertThat(state.peerId()).isEqualTo(second);
  }

  @Test
  void makesANewAnnounceSecretWhenTheOldOneIsGarbled() throws Exception {
    Bytes32 first = state.announceSecret();
    Files.writeString(data.resolve(".torrentinno/announce-secret"), "cut off");
    reopen();
    Bytes32 second = state.announceSecret();
    reopen();

    assertThat(second).isNotEqualTo(first);
    assertThat(state.announceSecret()).isEqualTo(second);
  }

  @Test
  void looksForAResourceWhoseLinkIsDamaged() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(new SavedMagnet(resource.magnet(), true));

    for (String damaged :
        List.of(
            "",
            "null",
            "{}",
            "{\"link\":\"magnet:?dn=x\"}",
            "{\"link\":\"magnet:?xt=urn:torrentinno:" + "00".repeat(32) + "\"}")) {
      Files.writeString(folderOf(resource).resolve("magnet.json"), damaged);
      assertThat(state.load())
          .as(damaged)
          .singleElement()
          .isInstanceOfSatisfying(
              PersistedResource.Link.class,
              found -> {
                assertThat(found.magnet().link())
                    .isEqualTo(new MagnetLink(resource.infoHash(), List.of(), null));
                assertThat(found.fault()).contains("magnet.json is damaged", "add its link again");
              });
    }
  }

  @Test
  void asksPeersForAManifestThatIsDamagedAndLeavesItWhereItIs() throws Exception {
    SavedResource good = resource("good", data.resolve("good"), false);
    List<TrackerAddress> trackers = List.of(TrackerAddress.parse("tracker.lan:80"));
    SavedResource bad =
        resource("bad", data.resolve("bad"), false)
            .with(new ResourceChoices(true, trackers, RateLimits.NONE, false));
    state.save(good);
    state.save(bad);
    Path manifest = folderOf(bad).resolve("manifest.json");
    byte[] whole = Files.readAllBytes(manifest);
    SavedMagnet magnet = new SavedMagnet(new MagnetLink(bad.infoHash(), trackers, null), true);

    for (int length = 0; length < whole.length - 1; length += 50) {
      Files.write(manifest, Arrays.copyOf(whole, length));
      assertThat(resources(state)).as("cut to %d bytes", length).containsExactly(good);
      assertThat(magnets(state)).as("cut to %d bytes", length).containsExactly(magnet);
    }
    assertThat(manifest).exists();
    assertThat(state.recall(bad.with(ResourceChoices.NONE)))
        .isEqualTo(new PersistedResource.Known(bad, null));
  }

  @Test
  void keepsOfADamagedStateWhatCanBeRead() throws Exception {
    SavedResource shared = resource("film", Path.of("/media/film"), true);
    state.save(shared.withPaused(true));
    String whole = Files.readString(folderOf(shared).resolve("state.json"));

    for (Damage each :
        List.of(
            new Damage("[]", "[null]", "trackers"),
            new Damage("[]", "[\"\"]", "trackers"),
            new Damage("[]", "7", "trackers"),
            new Damage("\"uploadPerSecond\":0", "\"uploadPerSecond\":-1", "limits"),
            new Damage("\"uploadPerSecond\":0", "\"uploadPerSecond\":1e400", "limits"),
            new Damage("\"uploadPerSecond\":0", "\"up\":0", "limits"),
            new Damage("\"sequential\":false", "\"sequential\":\"no\"", "sequential"))) {
      assertThat(whole).contains(each.whole);
      Files.writeString(
          folderOf(shared).resolve("state.json"), whole.replace(each.whole, each.damaged));

      PersistedResource found = state.load().getFirst();

      assertThat(found)
          .as(each.damaged)
          .isInstanceOfSatisfying(
              PersistedResource.Known.class,
              known -> assertThat(known.resource()).isEqualTo(shared.withPaused(true)));
      assertThat(found.fault()).as(each.damaged).contains("(not valid: " + each.field + ")");
    }
  }

  @Test
  void writesNoFileOfWhichItIsNotSureAfterItsStateWasDamaged() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    SavedResource anybodys = resource.asShared();
    state.save(resource.withPaused(true));

    for (String damaged :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "{}",
            "\0\0",
            "{\"file\":7}",
            "{\"file\":\"\\u0000\",\"inPlace\":true}",
            "{\"file\":\"../other\",\"inPlace\":false}")) {
      Files.writeString(folderOf(resource).resolve("state.json"), damaged);

      assertThat(resources(state)).as(damaged).containsExactly(resource);
      assertThat(state.load().getFirst().fault()).as(damaged).contains("Share the file again");
      Files.writeString(data.resolve("film"), "anybody's");
      assertThat(resources(state)).as(damaged).containsExactly(anybodys);
      Files.delete(data.resolve("film"));
    }
  }

  @Test
  void leavesNoHalfWrittenFileInTheWay() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    Path folder = Files.createDirectories(folderOf(resource));
    Files.writeString(folder.resolve("state.json.new"), "{\"fi");
    Files.writeString(folder.resolve("manifest.json.new"), "{\"track");
    List<SavedResource> before = resources(state);

    state.save(resource.withPaused(true));

    assertThat(before).isEmpty();
    assertThat(resources(state)).containsExactly(resource.withPaused(true));
    assertThat(filesIn(folder)).containsExactlyInAnyOrder("state.json", "manifest.json");
  }

  /** What is written instead of a part of {@code state.json}, and the field that it spoils. */
  private record Damage(String whole, String damaged, String field) {}
}
