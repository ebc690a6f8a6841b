package io.torrentinno.agent.runtime.places;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Places that are gone or taken for a while, and bytes that are lost there. */
class LostPlacesTest extends PlacesScene {
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
    assertThat(disk.resolve("model/sub/weights")).hasBinaryContent(content(2));
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
