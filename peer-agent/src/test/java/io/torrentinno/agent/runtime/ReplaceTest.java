package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.InfoHash;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A new version takes the place of the old one, when all of it is there. */
class ReplaceTest extends SenderScene {
  private static final Placement REPLACE = new Placement(null, null, null, true);

  private ResourceManifest file(int version) throws Exception {
    return file("image", version);
  }

  private ResourceManifest tree(int version) throws Exception {
    return tree("image", version);
  }

  private void fetch(ResourceManifest manifest) {
    agent.add(manifest);
    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);
  }

  /** Adds a version, of which nothing arrives until {@link #goOn}. */
  private void addSlowly(ResourceManifest manifest) {
    agent.setLimits(new RateLimits(0, 1));
    agent.add(manifest, REPLACE);
    awaitState(agent, manifest.infoHash(), ResourceState.DOWNLOADING);
  }

  private void goOn() {
    agent.setLimits(RateLimits.NONE);
  }

  private void awaitGone(InfoHash infoHash) {
    await().until(() -> agent.list().stream().noneMatch(it -> it.infoHash().equals(infoHash)));
  }

  @Test
  void aFileTakesThePlaceWhenItIsCompleteAndNotBefore() throws Exception {
    ResourceManifest one = file(1);
    ResourceManifest two = file(2);
    fetch(one);
    addSlowly(two);
    assertThat(agent.status(one.infoHash()).state()).isEqualTo(ResourceState.SEEDING);
    assertThat(data.resolve("image")).hasBinaryContent(content(1));

    try (InputStream reader = Files.newInputStream(data.resolve("image"))) {
      goOn();
      awaitState(agent, two.infoHash(), ResourceState.SEEDING);
      assertThat(reader.readAllBytes()).isEqualTo(content(1)); // Who has it open keeps it.
    }

    assertThat(data.resolve("image")).hasBinaryContent(content(2));
    assertThat(agent.list()).hasSize(1);
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", "image");
    restart();
    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    assertThat(agent.list()).hasSize(1);
    assertThat(agent.counters().downloadedBytes()).isZero();
  }

  @Test
  void aFolderTakesThePlaceWhenItIsCompleteAndNotBefore() throws Exception {
    ResourceManifest one = tree(1);
    ResourceManifest two = tree(2);
    fetch(one);
    addSlowly(two);
    assertThat(data.resolve("image/sub/weights")).hasBinaryContent(content(1));

    try (FileChannel reader = FileChannel.open(data.resolve("image/sub/weights"))) {
      goOn();
      awaitState(agent, two.infoHash(), ResourceState.SEEDING);
      assertThat(reader.size()).isEqualTo(SIZE);
    }

    assertThat(data.resolve("image/sub/weights")).hasBinaryContent(content(2));
    assertThat(data.resolve("image/v1")).doesNotExist();
    assertThat(data.resolve("image/v2")).exists();
    assertThat(agent.list()).hasSize(1);
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", "image");
    restart();
    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    assertThat(agent.counters().downloadedBytes()).isZero();
  }

  @Test
  void aFileAndAFolderReplaceEachOther() throws Exception {
    ResourceManifest one = file(1);
    ResourceManifest two = tree(2);
    ResourceManifest three = file(3);
    fetch(one);

    agent.add(two, REPLACE);
    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    assertThat(data.resolve("image/sub/weights")).hasBinaryContent(content(2));
    agent.add(three, REPLACE);
    awaitState(agent, three.infoHash(), ResourceState.SEEDING);

    assertThat(data.resolve("image")).hasBinaryContent(content(3));
    assertThat(agent.list()).hasSize(1);
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", "image");
  }

  @Test
  void whatElseIsInTheOldFolderStays() throws Exception {
    ResourceManifest one = tree(1);
    ResourceManifest two = tree(2);
    fetch(one);
    Files.writeString(data.resolve("image/notes"), "mine");

    agent.add(two, REPLACE);

    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    assertThat(data.resolve("image/notes")).doesNotExist();
    String[] kept = data.toFile().list((_, name) -> name.startsWith("image.stray-"));
    assertThat(kept).hasSize(1);
    assertThat(data.resolve(kept[0]).toFile().list()).containsExactly("notes");
  }

  @Test
  void whatElseIsInAnOldFolderOfALongNameIsNoPartOfTheNextVersion() throws Exception {
    String name = "ä".repeat(127); // With what tells it from others, it is too long.
    Placement there = new Placement(null, name, null, true);
    ResourceManifest one = tree(1);
    ResourceManifest two = tree(2);
    ResourceManifest three = tree(3);
    agent.add(one, there);
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
    Files.writeString(data.resolve(name + "/notes"), "mine");

    agent.add(two, there);
    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    agent.add(three, there);
    awaitState(agent, three.infoHash(), ResourceState.SEEDING);

    String[] kept = data.toFile().list((_, each) -> each.contains(".stray-"));
    assertThat(kept).hasSize(1);
    assertThat(data.resolve(kept[0]).resolve("notes")).hasContent("mine");
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", name, kept[0]);
  }

  @Test
  void aChangedFileIsNotReplaced() throws Exception {
    ResourceManifest one = file(1);
    ResourceManifest two = file(2);
    fetch(one);
    addSlowly(two);
    Files.writeString(data.resolve("image"), "changed");

    goOn();

    awaitState(agent, two.infoHash(), ResourceState.ERROR);
    assertThat(agent.status(two.infoHash()).error()).contains("it is not replaced");
    assertThat(data.resolve("image")).hasContent("changed");
    agent.remove(one.infoHash(), false);
    Files.delete(data.resolve("image"));
    agent.resume(two.infoHash());
    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    assertThat(data.resolve("image")).hasBinaryContent(content(2));
  }

  @Test
  void neverTakesThePlaceOfAFileWhoseResourceIsGone() throws Exception {
    ResourceManifest one = file(1);
    ResourceManifest two = file(2);
    fetch(one);
    addSlowly(two);
    agent.remove(one.infoHash(), false);

    goOn();

    awaitState(agent, two.infoHash(), ResourceState.ERROR);
    assertThat(agent.status(two.infoHash()).error()).contains("another file has the name");
    assertThat(data.resolve("image")).hasBinaryContent(content(1));
    agent.remove(two.infoHash(), true);
    agent.add(one); // Nobody has the place.
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);
  }

  @Test
  void aVersionThatIsClosedKeepsItsPlace() throws Exception {
    ResourceManifest one = file(1);
    ResourceManifest two = file(2);
    fetch(one);
    addSlowly(two);
    agent.resources.get(one.infoHash()).close(); // As at the end of the agent, before the other.

    goOn();

    awaitState(agent, two.infoHash(), ResourceState.ERROR);
    assertThat(agent.status(two.infoHash()).condition().retryIn()).isNotNull();
    assertThat(data.resolve("image")).hasBinaryContent(content(1));
    restart();
    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    awaitGone(one.infoHash());
    assertThat(data.resolve("image")).hasBinaryContent(content(2));
  }

  @Test
  void anUnfinishedResourceGivesWay() throws Exception {
    ResourceManifest one = file(1);
    ResourceManifest two = file(2);
    sender.pause(one.infoHash());
    agent.add(one);
    assertThat(data.resolve(".torrentinno-image")).exists();

    agent.add(two, REPLACE);

    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    assertThat(agent.list()).hasSize(1);
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", "image");
  }

  @Test
  void aRestartGoesOnWithBothVersions() throws Exception {
    ResourceManifest one = tree(1);
    ResourceManifest two = tree(2);
    fetch(one);
    addSlowly(two);

    restart();

    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    awaitGone(one.infoHash());
    assertThat(data.resolve("image/sub/weights")).hasBinaryContent(content(2));
  }

  @Test
  void aPausedVersionReplacesWhenItIsResumed() throws Exception {
    ResourceManifest one = file(1);
    ResourceManifest two = file(2);
    fetch(one);
    addSlowly(two);
    agent.pause(two.infoHash());
    goOn();
    restart();
    awaitState(agent, two.infoHash(), ResourceState.PAUSED);
    assertThat(data.resolve("image")).hasBinaryContent(content(1));

    agent.resume(two.infoHash());

    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    assertThat(data.resolve("image")).hasBinaryContent(content(2));
  }

  @Test
  void removingTheNewVersionLeavesTheOldOne() throws Exception {
    ResourceManifest one = tree(1);
    ResourceManifest two = tree(2);
    fetch(one);
    addSlowly(two);

    agent.remove(two.infoHash(), true);

    assertThat(agent.status(one.infoHash()).state()).isEqualTo(ResourceState.SEEDING);
    assertThat(data.resolve("image/sub/weights")).hasBinaryContent(content(1));
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", "image");
  }

  @Test
  void aLinkReplacesWhenItsManifestAndAllOfItAreHere() throws Exception {
    ResourceManifest one = file(1);
    ResourceManifest two = file(2);
    fetch(one);
    sender.pause(two.infoHash());
    agent.add(two.magnet(two.trackers()), REPLACE);
    restart();

    sender.resume(two.infoHash());

    awaitState(agent, two.infoHash(), ResourceState.SEEDING);
    awaitGone(one.infoHash());
    assertThat(data.resolve("image")).hasBinaryContent(content(2));
  }

  @Test
  void replacesNothingThatIsNotTheAgentsOwn() throws Exception {
    Files.writeString(data.resolve("image"), "a stranger's");
    ResourceManifest two = file(2);
    assertThat(refusal(two)).isEqualTo(Reason.FILE_EXISTS);
    Files.delete(data.resolve("image"));

    Path shared = Files.write(data.resolve("image"), content(3));
    agent.share(new ShareRequest(shared, "other-name", "", null));
    assertThat(refusal(two)).isEqualTo(Reason.NAME_TAKEN);
    assertThat(shared).hasBinaryContent(content(3));
  }

  @Test
  void oneVersionAtATimeWaitsForAPlace() throws Exception {
    fetch(file(1));
    addSlowly(file(2));

    assertThat(refusal(file(3))).isEqualTo(Reason.NAME_TAKEN);
  }

  @Test
  void aPartOfAFolderIsNotReplaced() throws Exception {
    ResourceManifest one = tree(1);
    FileChoice skipping = new FileChoice(List.of(), List.of("sub/*"), List.of(), List.of());
    agent.add(one, Placement.USUAL, skipping);
    awaitState(agent, one.infoHash(), ResourceState.SEEDING);

    ResourceManifest two = tree(2);
    assertThat(catchThrowableOfType(ResourceException.class, () -> agent.add(two, REPLACE)))
        .hasMessageContaining("only a part of")
        .extracting(ResourceException::reason)
        .isEqualTo(Reason.NAME_TAKEN);
    assertThat(agent.list()).hasSize(1);
  }

  @Test
  void whatReplacesIsFetchedAsAWhole() throws Exception {
    ResourceManifest one = tree(1);
    ResourceManifest two = tree(2);
    FileChoice skipping = new FileChoice(List.of(), List.of("weights"), List.of(), List.of());
    fetch(one);

    assertThat(refusal(() -> agent.add(two, REPLACE, skipping))).isEqualTo(Reason.BAD_REQUEST);
    addSlowly(two);
    assertThat(refusal(() -> agent.choose(two.infoHash(), skipping))).isEqualTo(Reason.BAD_REQUEST);
  }

  private static Reason refusal(ThrowingCallable call) {
    return catchThrowableOfType(ResourceException.class, call).reason();
  }

  private Reason refusal(ResourceManifest manifest) {
    return catchThrowableOfType(ResourceException.class, () -> agent.add(manifest, REPLACE))
        .reason();
  }
}
