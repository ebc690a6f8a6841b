package io.torrentinno.agent.runtime.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resources that lie at places that were chosen for them. */
class PlacesTest extends LocalAgents {
  private static final String NAME = "backup.tar";
  private static final int SIZE = 3_000_000;

  private TorrentAgent sender;
  private TorrentAgent agent;
  private Path data;
  private Path disk;

  @BeforeEach
  void start() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk")).toRealPath();
    sender = agent("sender");
    agent = agent("data");
    data = folder.toRealPath().resolve("data");
  }

  private static byte[] content(int seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** Shares a file of this name that lies in a folder of its own. */
  private ResourceManifest manifest(int seed) throws Exception {
    Path file = Files.createDirectories(folder.resolve("sender/" + seed)).resolve(NAME);
    Files.write(file, content(seed));
    return sender.manifest(share(sender, file));
  }

  private ResourceManifest folderManifest(int seed) throws Exception {
    Path tree = folder.resolve("sender/trees/" + seed + "/model");
    Files.createDirectories(tree.resolve("sub"));
    Files.write(tree.resolve("sub/weights.bin"), content(seed));
    Files.writeString(tree.resolve("empty"), "");
    return sender.manifest(share(sender, tree));
  }

  private static Placement in(@Nullable Path destination, @Nullable String name) {
    return new Placement(destination, name);
  }

  private Reason refusal(ResourceManifest manifest, Placement placement) {
    return catchThrowableOfType(ResourceException.class, () -> agent.add(manifest, placement))
        .reason();
  }

  private void restart() throws Exception {
    stop(agent);
    agent = agent(data);
  }

  @Test
  void twoFilesOfOneNameLieSideBySide() throws Exception {
    ResourceManifest one = manifest(1);
    ResourceManifest other = manifest(2);

    agent.add(one, in(null, "one.tar"));
    agent.add(other, in(Path.of("hosts/other"), null));

    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    awaitState(agent, other.infoHash(), ResourceState.SEEDING);
    assertThat(data.resolve("one.tar")).hasBinaryContent(content(1));
    assertThat(data.resolve("hosts/other").resolve(NAME)).hasBinaryContent(content(2));
    assertThat(agent.status(one.infoHash()).name()).isEqualTo("one.tar");
    assertThat(agent.status(other.infoHash()).place().path())
        .isEqualTo(data.resolve("hosts/other").resolve(NAME));
    assertThat(agent.status(one.infoHash()).magnet().name()).isEqualTo(NAME);
  }

  @Test
  void aRestartFindsWhatLiesOnAnotherDisk() throws Exception {
    ResourceManifest one = manifest(1);
    ResourceManifest tree = folderManifest(2);
    agent.add(one, in(disk.resolve("a"), "b.tar"));
    agent.add(tree, in(disk, "model-2"));
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    awaitState(agent, tree.infoHash(), ResourceState.SEEDING);

    restart();

    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    awaitState(agent, tree.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve("a/b.tar")).hasBinaryContent(content(1));
    assertThat(disk.resolve("model-2/sub/weights.bin")).hasBinaryContent(content(2));
    assertThat(disk.resolve("model-2/empty")).isEmptyFile();
    assertThat(data.toFile().list()).containsExactly(".torrentinno");
    agent.remove(one.infoHash(), true);
    agent.remove(tree.infoHash(), true);
    assertThat(disk.resolve("a")).isEmptyDirectory();
    assertThat(disk.resolve("model-2")).doesNotExist();
  }

  @Test
  void aRestartGoesOnWithAnUnfinishedFile() throws Exception {
    ResourceManifest one = manifest(1);
    agent.setLimits(new RateLimits(0, 1));
    agent.add(one, in(disk, null));
    assertThat(disk.resolve(".torrentinno-" + NAME)).hasSize(SIZE);

    restart();

    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve(NAME)).hasBinaryContent(content(1));
    assertThat(disk.toFile().list()).containsExactly(NAME);
  }

  @Test
  void aLinkKeepsItsPlaceUntilItsManifestIsHere() throws Exception {
    ResourceManifest one = manifest(1);
    MagnetLink link = one.magnet(one.trackers());
    sender.pause(one.infoHash());
    Placement placement = in(disk.resolve("a"), "b.tar");
    agent.add(link, placement);
    assertThat(agent.status(one.infoHash()).name()).isEqualTo("b.tar");
    assertThat(agent.add(link, placement).created()).isFalse();

    restart();
    sender.resume(one.infoHash());

    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve("a/b.tar")).hasBinaryContent(content(1));
  }

  @Test
  void aManifestThatComesAfterItsLinkGoesToTheLinksPlace() throws Exception {
    ResourceManifest one = manifest(1);
    sender.pause(one.infoHash());
    agent.add(one.magnet(one.trackers()), in(disk, null));

    agent.add(one);
    sender.resume(one.infoHash());

    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve(NAME)).hasBinaryContent(content(1));
  }

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
  void goesOnWithAnUnfinishedDownloadThatItHasLeft() throws Exception {
    byte[] damaged = content(1);
    damaged[SIZE - 1] ^= 1;
    ResourceManifest one = leavePart(damaged);

    restart();
    agent.add(one, in(disk, null));

    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve(NAME)).hasBinaryContent(content(1));
    assertThat(agent.counters().downloadedBytes()).isPositive().isLessThan(SIZE / 2);
  }

  @Test
  void goesOnWithAnUnfinishedFolderThatItHasLeft() throws Exception {
    ResourceManifest tree = folderManifest(2);
    agent.setLimits(new RateLimits(0, 1));
    agent.add(tree, in(disk, null));
    agent.remove(tree.infoHash(), false);
    assertThat(disk.resolve(".torrentinno-model")).exists();

    agent.setLimits(RateLimits.NONE);
    agent.add(tree, in(disk, null));

    awaitState(agent, tree.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve("model/sub/weights.bin")).hasBinaryContent(content(2));
  }

  @Test
  void refusesAnUnfinishedDownloadThatSomebodyHasWrittenSince() throws Exception {
    ResourceManifest one = leavePart(content(1));
    Path part = disk.resolve(".torrentinno-" + NAME);

    assertThat(refusal(manifest(2), in(disk, null))).isEqualTo(Reason.FILE_EXISTS);
    Files.delete(part);
    Files.write(part, content(3));

    assertThat(refusal(one, in(disk, null))).isEqualTo(Reason.FILE_EXISTS);
    assertThat(part).hasBinaryContent(content(3));
  }

  /**
   * Removes a resource without its data while its part has these bytes. Its manifest has version 1,
   * so that each piece can be checked alone.
   */
  private ResourceManifest leavePart(byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve("sender").resolve(NAME), content(1));
    ShareRequest request = new ShareRequest(file, null, "", null, false, 1);
    ResourceManifest one = sender.manifest(sender.share(request).resource().infoHash());
    agent.setLimits(new RateLimits(0, 1));
    agent.add(one, in(disk, null));
    agent.pause(one.infoHash());
    Files.write(disk.resolve(".torrentinno-" + NAME), bytes);
    agent.remove(one.infoHash(), false);
    return one;
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
    Files.delete(folder.resolve("disk/model/empty"));
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

  @Test
  void aDiskThatIsMountedLateHeals() throws Exception {
    ResourceManifest one = manifest(1);
    ResourceManifest other = manifest(2);
    agent.add(one, in(disk, "one"));
    agent.add(other, in(disk.resolve("sub"), null));
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    awaitState(agent, other.infoHash(), ResourceState.SEEDING);
    stop(agent);
    Path away = Files.move(disk, folder.resolve("away"));
    Files.createDirectory(disk); // The empty folder that a disk is mounted on.

    agent = agent(data);

    for (InfoHash each : new InfoHash[] {one.infoHash(), other.infoHash()}) {
      awaitState(agent, each, ResourceState.ERROR);
      assertThat(agent.status(each).condition().retryIn()).isNotNull();
    }
    assertThat(disk).isEmptyDirectory();
    Files.delete(disk);
    Files.move(away, disk);
    agent.resumeAll(false); // rather than to wait for the next try
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    awaitState(agent, other.infoHash(), ResourceState.SEEDING);
    assertThat(agent.counters().downloadedBytes()).isZero();
  }

  @Test
  void aDiskThatIsTakenAwayWhileItIsReadHeals() throws Exception {
    ResourceManifest one = manifest(1);
    agent.add(one, in(disk, null));
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    sender.remove(one.infoHash(), false);
    Path away = Files.move(disk, folder.resolve("away"));

    TorrentAgent third = agent("third");
    third.add(one);

    awaitState(agent, one.infoHash(), ResourceState.ERROR);
    assertThat(agent.status(one.infoHash()).condition().retryIn()).isNotNull();
    Files.move(away, disk);
    agent.resumeAll(false); // rather than to wait for the next try
    awaitState(third, one.infoHash(), ResourceState.SEEDING);
    assertThat(folder.resolve("third").resolve(NAME)).hasBinaryContent(content(1));
  }

  /** A person has put it there while the bytes arrived. */
  @Test
  void whatTookThePlaceMeanwhileStaysAndMustBeMovedAway() throws Exception {
    ResourceManifest one = manifest(1);
    ResourceManifest tree = folderManifest(2);
    agent.setLimits(new RateLimits(0, 1));
    agent.add(one, in(disk, null));
    agent.add(tree, in(disk, null));
    Files.writeString(disk.resolve(NAME), "mine");
    Files.writeString(disk.resolve("model"), "mine, too");
    agent.setLimits(RateLimits.NONE);
    for (ResourceManifest each : List.of(one, tree)) {
      awaitState(agent, each.infoHash(), ResourceState.ERROR);
      assertThat(agent.status(each.infoHash()).error()).contains("has the name", "resume");
    }
    restart();
    awaitState(agent, one.infoHash(), ResourceState.ERROR);
    awaitState(agent, tree.infoHash(), ResourceState.ERROR);

    assertThat(disk.resolve(NAME)).hasContent("mine");
    assertThat(disk.resolve("model")).hasContent("mine, too");
    Files.delete(disk.resolve(NAME));
    Files.delete(disk.resolve("model"));
    agent.resumeAll(false);

    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    awaitState(agent, tree.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve(NAME)).hasBinaryContent(content(1));
    assertThat(disk.resolve("model/sub/weights.bin")).hasBinaryContent(content(2));
    assertThat(agent.counters().downloadedBytes()).isZero();
  }

  @Test
  void aPersonCanHaveLostBytesFetchedAgain() throws Exception {
    ResourceManifest one = manifest(1);
    agent.add(one, in(disk, null));
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    stop(agent);
    Files.delete(disk.resolve(NAME));
    agent = agent(data);
    awaitState(agent, one.infoHash(), ResourceState.ERROR);

    agent.recheck(one.infoHash());

    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    assertThat(disk.resolve(NAME)).hasBinaryContent(content(1));
  }
}
