package io.torrentinno.agent.runtime.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.runtime.TorrentAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Places that are refused, and files that nothing is written over. */
class RefusedPlacesTest extends PlacesScene {
  @Test
  void whatIsThereAlreadyIsNotMoved() throws Exception {
    ResourceManifest one = manifest(1);
    agent.add(one, in(disk, null));

    assertThat(agent.add(one).created()).isFalse();
    assertThat(agent.add(one, in(disk, null)).created()).isFalse();
    assertThat(agent.add(one.magnet(one.trackers()), in(disk, NAME)).created()).isFalse();
    assertThat(refusal(one, in(null, "other"))).isEqualTo(Reason.PLACED_ELSEWHERE);
    assertThat(refusal(one, in(disk.resolve("x"), null))).isEqualTo(Reason.PLACED_ELSEWHERE);
  }

  @Test
  void twoResourcesNeverShareAPlace() throws Exception {
    agent.add(manifest(1), in(disk, "same"));

    assertThat(refusal(manifest(2), in(disk, "same"))).isEqualTo(Reason.NAME_TAKEN);
    assertThat(refusal(manifest(2), in(disk.resolve("same"), null)))
        .isIn(Reason.NAME_TAKEN, Reason.FILE_EXISTS);
    ResourceManifest tree = folderManifest(3);
    agent.add(tree);
    awaitState(agent, tree.infoHash(), ResourceState.SEEDING);
    assertThat(refusal(manifest(2), in(Path.of("model/sub"), null))).isEqualTo(Reason.NAME_TAKEN);
  }

  /** The command line and the page show the text, and they have other words for a choice. */
  @Test
  void namesNoParameterOfRest() throws Exception {
    agent.add(manifest(1), in(disk, "same"));

    assertThatThrownBy(() -> agent.add(manifest(2), in(disk, "same")))
        .hasMessageEndingWith(". Choose another name or destination, or replace that resource");
  }

  @Test
  void twoResourcesNeverShareAPlaceWhileOneIsFetched() throws Exception {
    agent.setLimits(new RateLimits(0, 1));
    agent.add(manifest(1), in(disk, "same"));
    assertThat(disk.resolve(".torrentinno-same")).exists();

    assertThat(refusal(manifest(2), in(disk, "same"))).isEqualTo(Reason.NAME_TAKEN);
  }

  @Test
  void aRefusedAddMakesNoFolderInTheWayOfAnotherDownload() throws Exception {
    ResourceManifest one = manifest(1);
    agent.setLimits(new RateLimits(0, 1));
    agent.add(one, in(disk, "same"));

    assertThat(refusal(manifest(2), in(disk.resolve("same/sub"), null)))
        .isEqualTo(Reason.NAME_TAKEN);

    assertThat(disk.resolve("same")).doesNotExist();
    agent.setLimits(RateLimits.NONE);
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    assertThat(refusal(manifest(2), in(disk.resolve("same/sub"), null)))
        .isIn(Reason.NAME_TAKEN, Reason.FILE_EXISTS);
    agent.remove(one.infoHash(), false);
    assertThat(refusal(manifest(2), in(disk.resolve("same/sub"), null)))
        .isEqualTo(Reason.FILE_EXISTS);
  }

  @Test
  void writesNothingThatAnotherAgentMayBeWriting() throws Exception {
    ResourceManifest one = manifest(1);
    agent.setLimits(new RateLimits(0, 1));
    agent.add(one, in(disk, null));
    TorrentAgent other = agent("other");

    assertThat(
            catchThrowableOfType(ResourceException.class, () -> other.add(one, in(disk, null)))
                .reason())
        .isEqualTo(Reason.FILE_EXISTS);

    assertThat(agent.add(one, in(disk, null)).created()).isFalse();
    agent.setLimits(RateLimits.NONE);
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve(NAME)).hasBinaryContent(content(1));
  }

  @Test
  void refusesPlacesThatAreNotAllowed() throws Exception {
    ResourceManifest one = manifest(1);
    Files.createSymbolicLink(data.resolve("out"), folder.resolve("sender"));

    assertThat(refusal(one, in(folder.resolve("sender"), null))).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(one, in(Path.of("../sender"), null))).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(one, in(Path.of("out"), null))).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(one, in(Path.of("out/new"), null))).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(one, in(Path.of(".torrentinno"), null))).isEqualTo(Reason.FORBIDDEN_PATH);
    assertThat(refusal(one, in(Path.of("new/../../x"), null))).isEqualTo(Reason.BAD_NAME);
    assertThat(refusal(one, in(Path.of(".torrentinno-x"), null))).isEqualTo(Reason.BAD_NAME);
    assertThat(refusal(one, in(null, "a/b"))).isEqualTo(Reason.BAD_NAME);
    assertThat(refusal(one, in(null, ".torrentinno"))).isEqualTo(Reason.BAD_NAME);
    assertThat(agent.list()).isEmpty();
    assertThat(folder.resolve("sender/new")).doesNotExist();
  }

  @Test
  void refusesPlacesThatAreLongerThanPathsOfManifests() throws Exception {
    ResourceManifest one = manifest(1);

    assertThat(refusal(one, in(levels(101, "a"), null))).isEqualTo(Reason.BAD_NAME);
    assertThat(refusal(one, in(levels(2000, "a"), null))).isEqualTo(Reason.BAD_NAME);
    assertThat(refusal(one, in(disk.resolve(levels(2000, "a")), null))).isEqualTo(Reason.BAD_NAME);
    assertThat(refusal(one, in(levels(50, "a".repeat(80)), null))).isEqualTo(Reason.BAD_NAME);

    assertThat(data.resolve("a")).doesNotExist();
    agent.add(one, in(levels(100, "a"), null));
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
  }

  private static Path levels(int count, String name) {
    return Path.of(String.join("/", Collections.nCopies(count, name)));
  }

  @Test
  void neverFollowsALinkThatTookThePlaceOfTheFolder() throws Exception {
    ResourceManifest one = manifest(1);
    sender.pause(one.infoHash());
    agent.add(one.magnet(one.trackers()), in(Path.of("a"), null));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.delete(data.resolve("a"));
    Files.createSymbolicLink(data.resolve("a"), outside);

    sender.resume(one.infoHash());

    awaitState(agent, one.infoHash(), ResourceState.ERROR);
    assertThat(agent.status(one.infoHash()).error()).contains("symbolic link");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aRecheckNeverFollowsALinkThatTookThePlaceOfTheFolder() throws Exception {
    ResourceManifest one = manifest(1);
    agent.add(one, in(Path.of("a"), null));
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    Path outside = Files.move(data.resolve("a"), folder.resolve("outside"));
    Files.createSymbolicLink(data.resolve("a"), outside);
    byte[] edited = content(1);
    edited[SIZE - 1] ^= 1;
    Files.write(outside.resolve(NAME), edited);

    agent.recheck(one.infoHash());

    awaitState(agent, one.infoHash(), ResourceState.ERROR);
    assertThat(agent.status(one.infoHash()).error()).contains("symbolic link");
    assertThat(outside.resolve(NAME)).hasBinaryContent(edited);
  }

  @Test
  void mendsNothingInAFolderThatIsNoLongerForDownloads() throws Exception {
    ResourceManifest one = manifest(1);
    ResourceManifest tree = folderManifest(2);
    agent.add(one, in(disk, null));
    agent.add(tree, in(disk, null));
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    awaitState(agent, tree.infoHash(), ResourceState.SEEDING);
    stop(agent);
    Files.delete(folder.resolve("disk/model/v2"));
    byte[] edited = content(1);
    edited[SIZE - 1] ^= 1;
    Files.write(disk.resolve(NAME), edited);
    agent = agent(data, List.of());

    for (ResourceManifest each : List.of(one, tree)) {
      agent.recheck(each.infoHash());
      awaitState(agent, each.infoHash(), ResourceState.ERROR);
      assertThat(agent.status(each.infoHash()).error()).contains("torrentinno.agent.download-dirs");
    }
    assertThat(disk.resolve(NAME)).hasBinaryContent(edited);
    assertThat(disk.resolve("model")).exists();
  }
}
