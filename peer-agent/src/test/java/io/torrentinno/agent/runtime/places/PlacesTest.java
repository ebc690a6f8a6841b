package io.torrentinno.agent.runtime.places;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.protocol.model.MagnetLink;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Resources that lie at places that were chosen for them. */
class PlacesTest extends PlacesScene {
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
    assertThat(disk.resolve("model-2/sub/weights")).hasBinaryContent(content(2));
    assertThat(disk.resolve("model-2/v2")).isEmptyFile();
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
    assertThat(disk.resolve("model/sub/weights")).hasBinaryContent(content(2));
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
}
