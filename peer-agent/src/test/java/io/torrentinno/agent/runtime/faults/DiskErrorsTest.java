package io.torrentinno.agent.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.testing.FaultyDisk.Fault;
import io.torrentinno.agent.testing.FaultyDisk.Step;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a resource when the disk fails, as {@code docs/disk-errors.md} says: no failure
 * is passed over, and each ends when the disk is well again.
 */
class DiskErrorsTest extends FaultyDiskScene {
  private static Predicate<Path> named(String name) {
    return path -> path.endsWith(name);
  }

  private static boolean isPart(Path path) {
    return path.endsWith(".torrentinno-" + NAME);
  }

  /** While a download is under way. */
  private record InDownload(Step step, Predicate<Path> files, Fault fault, String said) {
    @Override
    public String toString() {
      return step + " " + said + " " + fault;
    }
  }

  private static List<InDownload> inDownload() {
    return List.of(
        new InDownload(
            Step.WRITE, DiskErrorsTest::isPart, Fault.EIO, NAME + ": Input/output error"),
        new InDownload(Step.WRITE, DiskErrorsTest::isPart, Fault.ENOSPC, "no room on the disk for"),
        new InDownload(Step.WRITE, DiskErrorsTest::isPart, Fault.EDQUOT, "no room on the disk for"),
        new InDownload(
            Step.WRITE, DiskErrorsTest::isPart, Fault.EROFS, NAME + ": Read-only file system"),
        new InDownload(Step.WRITE, named("pieces"), Fault.EIO, "pieces: Input/output error"),
        new InDownload(Step.WRITE, named("pieces"), Fault.ENOSPC, "no room on the disk for"),
        new InDownload(
            Step.FLUSH, DiskErrorsTest::isPart, Fault.EIO, "can't be flushed to the disk"),
        new InDownload(Step.FLUSH, DiskErrorsTest::isPart, Fault.ENOSPC, "no room on the disk for"),
        new InDownload(
            Step.FLUSH, DiskErrorsTest::isPart, Fault.EDQUOT, "no room on the disk for"));
  }

  @Test
  void stopsADownloadThatIsTriedAgain() throws Exception {
    InfoHash infoHash = shareElsewhere();
    for (InDownload failing : inDownload()) {
      try {
        stopsADownload(infoHash, failing);
      } catch (AssertionError | ConditionTimeoutException e) {
        throw new AssertionError(failing.toString(), e);
      }
    }
  }

  private void stopsADownload(InfoHash infoHash, InDownload failing) {
    agent.setLimits(new RateLimits(0, 1));
    agent.add(other.manifest(infoHash));
    disk.fail(failing.step, failing.files, failing.fault);
    agent.setLimits(RateLimits.NONE);

    awaitState(agent, infoHash, ResourceState.ERROR);
    ResourceStatus status = agent.status(infoHash);
    assertThat(status.error()).contains(failing.said);
    assertThat(status.condition().retryIn()).isBetween(Duration.ZERO, Duration.ofMinutes(5));

    disk.heal();
    agent.resumeAll(false); // rather than to wait for the next try
    awaitState(agent, infoHash, ResourceState.SEEDING);
    assertThat(agent.status(infoHash).error()).isNull();
    assertThat(real.resolve(NAME)).hasBinaryContent(content);
    agent.remove(infoHash, true);
  }

  @Test
  void seedsAFileWhoseSecondNameCanNotBeDeleted() throws Exception {
    InfoHash infoHash = shareElsewhere();
    agent.setLimits(new RateLimits(0, 1));
    agent.add(other.manifest(infoHash));
    disk.fail(Step.DELETE, DiskErrorsTest::isPart, Fault.EACCES);
    agent.setLimits(RateLimits.NONE);

    awaitState(agent, infoHash, ResourceState.SEEDING);
    disk.heal();
    agent.recheck(infoHash);
    awaitState(agent, infoHash, ResourceState.SEEDING);
    assertThat(real.resolve(NAME)).hasBinaryContent(content);
    agent.remove(infoHash, true);
    assertThat(real.resolve(NAME)).doesNotExist();
    assertThat(FileNames.partOf(real.resolve(NAME))).doesNotExist();
  }

  /** What is added is refused, and nothing of it stays. */
  private record AtItsBegin(
      Step step, Predicate<Path> files, Fault fault, ResourceException.Reason reason) {
    @Override
    public String toString() {
      return step + " " + fault + " " + reason;
    }
  }

  private static Stream<AtItsBegin> atItsBegin() {
    Predicate<Path> resources = path -> path.toString().contains("/resources/");
    return Stream.of(Fault.values())
        .flatMap(fault ->
            Stream.of(Step.OPEN_TO_WRITE, Step.WRITE, Step.FLUSH, Step.MAKE_FOLDER, Step.MOVE)
                .map(step -> new AtItsBegin(step, resources, fault, reason(step, fault))));
  }

  private static ResourceException.Reason reason(Step step, Fault fault) {
    return switch (fault) {
      case ENOSPC, EDQUOT -> ResourceException.Reason.DISK_FULL;
      case EIO, EROFS -> ResourceException.Reason.STORAGE;
      case EACCES ->
          step == Step.WRITE || step == Step.FLUSH
              ? ResourceException.Reason.STORAGE
              : ResourceException.Reason.NO_PERMISSION;
    };
  }

  @Test
  void refusesWhatCanNotBeStoredAndLeavesNothing() throws Exception {
    InfoHash infoHash = shareElsewhere();
    ResourceManifest manifest = other.manifest(infoHash);
    for (AtItsBegin failing : atItsBegin().toList()) {
      disk.fail(failing.step, failing.files, failing.fault);

      ResourceException refusal =
          catchThrowableOfType(ResourceException.class, () -> agent.add(manifest));

      assertThat(refusal).as(failing.toString()).isNotNull();
      assertThat(refusal.reason()).as(failing.toString()).isEqualTo(failing.reason);
      assertThat(refusal).hasMessageContaining(real.toString());
      assertThat(agent.list()).isEmpty();
      assertThat(real.toFile().list()).as(failing.toString()).containsExactly(".torrentinno");
    }
    disk.heal();
    agent.add(manifest);
    awaitState(agent, infoHash, ResourceState.SEEDING);
  }

  @Test
  void refusesALinkThatCanNotBeStored() throws Exception {
    InfoHash infoHash = shareElsewhere();
    disk.fail(Step.WRITE, path -> path.toString().contains("magnet.json"), Fault.ENOSPC);

    ResourceException refusal =
        catchThrowableOfType(
            ResourceException.class, () -> agent.add(other.status(infoHash).magnet()));

    assertThat(refusal.reason()).isEqualTo(ResourceException.Reason.DISK_FULL);
    assertThat(agent.list()).isEmpty();
  }

  @Test
  void saysWhyTheManifestOfALinkCanNotBeStored() {
    InfoHash infoHash = shareElsewhere();
    for (String file : List.of("manifest.part", "info.json.new")) {
      disk.fail(Step.OPEN_TO_WRITE, named(file), Fault.EROFS);
      agent.add(other.status(infoHash).magnet());

      awaitState(agent, infoHash, ResourceState.ERROR);
      ResourceStatus status = agent.status(infoHash);
      assertThat(status.error()).contains(real.toString());
      assertThat(status.condition().retryIn()).isNotNull();

      disk.heal();
      agent.resumeAll(false);
      awaitState(agent, infoHash, ResourceState.SEEDING);
      agent.remove(infoHash, true);
    }
  }

  @Test
  void stopsAFileThatCanNotBeReadAndTriesAgain() throws Exception {
    String name = "elsewhere.bin";
    Files.write(real.resolve(name), content);
    InfoHash infoHash = share(agent, real.resolve(name));
    ResourceManifest manifest = agent.manifest(infoHash);
    agent.pause(infoHash);
    disk.fail(Step.READ, named(name), Fault.EIO);
    agent.resume(infoHash);
    awaitState(agent, infoHash, ResourceState.SEEDING); // It was read already.

    other.add(manifest);

    awaitState(agent, infoHash, ResourceState.ERROR);
    ResourceStatus status = agent.status(infoHash);
    assertThat(status.error()).contains("can't read", name);
    assertThat(status.condition().retryIn()).isNotNull();
    assertThat(other.bans()).isEmpty();
    disk.heal();
    awaitState(other, infoHash, ResourceState.SEEDING);
    assertThat(agent.status(infoHash).error()).isNull();
  }

  @Test
  void pausesOnADiskThatTakesNothingAndStoresThatLater() throws Exception {
    InfoHash infoHash = shareElsewhere();
    other.pause(infoHash);
    agent.add(other.manifest(infoHash));
    disk.fail(Step.OPEN_TO_WRITE, named("state.json.new"), Fault.ENOSPC);

    ResourceStatus paused = agent.pause(infoHash);

    assertThat(paused.state()).isEqualTo(ResourceState.PAUSED);
    assertThat(paused.error()).contains("can't be stored for a restart", "no room on the disk");
    disk.heal();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(agent.status(infoHash).error()).isNull());
    stop(agent);
    awaitState(agent(real), infoHash, ResourceState.PAUSED);
  }

  @Test
  void saysWhatCanNotBeDeletedAndDeletesItLater() throws Exception {
    InfoHash infoHash = shareElsewhere();
    agent.add(other.manifest(infoHash));
    awaitState(agent, infoHash, ResourceState.SEEDING);
    disk.fail(Step.DELETE, named(NAME), Fault.EROFS);

    ResourceException refusal =
        catchThrowableOfType(ResourceException.class, () -> agent.remove(infoHash, true));

    assertThat(refusal).hasMessageContaining(NAME + ": Read-only file system");
    assertThat(agent.status(infoHash).state()).isEqualTo(ResourceState.ERROR);
    disk.heal();
    agent.remove(infoHash, true);
    assertThat(agent.list()).isEmpty();
    assertThat(real.resolve(NAME)).doesNotExist();
  }

  @Test
  void forgetsARemovalThatHasFailedWhenTheResourceIsPaused() throws Exception {
    InfoHash infoHash = shareElsewhere();
    agent.add(other.manifest(infoHash));
    awaitState(agent, infoHash, ResourceState.SEEDING);
    disk.fail(Step.DELETE, path -> path.endsWith(NAME) || path.endsWith("removal"), Fault.EROFS);
    assertThat(catchThrowableOfType(ResourceException.class, () -> agent.remove(infoHash, true)))
        .isNotNull();
    assertThat(real.resolve(".torrentinno/resources/" + infoHash + "/removal")).exists();
    disk.heal();

    agent.pause(infoHash);

    stop(agent);
    awaitState(agent(real), infoHash, ResourceState.PAUSED);
    assertThat(real.resolve(NAME)).hasBinaryContent(content);
  }

  @Test
  void deletesDataFromADiskThatTakesNoNewFile() throws Exception {
    InfoHash infoHash = shareElsewhere();
    agent.add(other.manifest(infoHash));
    awaitState(agent, infoHash, ResourceState.SEEDING);
    disk.fail(Step.OPEN_TO_WRITE, named("removal.new"), Fault.ENOSPC);

    agent.remove(infoHash, true);

    assertThat(agent.list()).isEmpty();
    assertThat(real.toFile().list()).containsExactly(".torrentinno");
  }

  /**
   * What a kill leaves at the same moment: the checkpoint is written, the name is the final one.
   */
  @Test
  void fetchesAgainWhatCouldNotBeRenamed() throws Exception {
    InfoHash infoHash = shareElsewhere();
    agent.add(other.manifest(infoHash));
    awaitState(agent, infoHash, ResourceState.SEEDING);
    byte[] damaged = content.clone();
    damaged[SIZE / 2] ^= 1;
    Files.write(real.resolve(NAME), damaged);
    disk.fail(Step.MOVE, DiskErrorsTest::isPart, Fault.EIO);
    agent.recheck(infoHash);
    awaitState(agent, infoHash, ResourceState.ERROR);
    stop(agent);

    agent = agent(real);

    awaitState(agent, infoHash, ResourceState.SEEDING);
    assertThat(real.resolve(NAME)).hasBinaryContent(content);
  }

  @Test
  void readsAgainWhatCouldNotBeFlushedWhenItWasPaused() throws Exception {
    InfoHash infoHash = shareElsewhere();
    agent.add(other.manifest(infoHash));
    awaitState(agent, infoHash, ResourceState.SEEDING);
    agent.remove(infoHash, true);
    disk.fail(Step.FLUSH, path -> path.toString().endsWith(NAME), Fault.EIO);
    agent.add(other.manifest(infoHash));
    awaitState(agent, infoHash, ResourceState.ERROR);
    agent.pause(infoHash);
    disk.heal();
    byte[] lost = content.clone();
    lost[SIZE / 2] ^= 1;
    // As the system may do with what it could not write. The time of the file stays.
    FileTime time = Files.getLastModifiedTime(real.resolve(NAME));
    Files.write(real.resolve(NAME), lost);
    Files.setLastModifiedTime(real.resolve(NAME), time);

    agent.resume(infoHash);

    awaitState(agent, infoHash, ResourceState.SEEDING);
    assertThat(real.resolve(NAME)).hasBinaryContent(content);
  }

  @Test
  void overwritesNothingThatIsEditedAfterAFlushHasFailed() throws Exception {
    InfoHash infoHash = shareElsewhere();
    disk.fail(Step.FLUSH, path -> path.toString().endsWith(NAME), Fault.EIO);
    agent.add(other.manifest(infoHash));
    awaitState(agent, infoHash, ResourceState.ERROR);
    agent.pause(infoHash);
    disk.heal();
    Files.writeString(real.resolve(NAME), "mine");

    agent.resume(infoHash);

    awaitState(agent, infoHash, ResourceState.ERROR);
    assertThat(real.resolve(NAME)).hasContent("mine");
  }
}
