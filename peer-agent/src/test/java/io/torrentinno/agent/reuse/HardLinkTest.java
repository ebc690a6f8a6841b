package io.torrentinno.agent.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.AgentOptions.Reuse;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent whose downloads share files by hard links. */
class HardLinkTest extends LocalAgents {
  private static final int PIECE = 64 << 10;
  private static final int SIZE = 5 * PIECE + 1;

  private TorrentAgent seeder;
  private TorrentAgent agent;
  private Path data;

  @BeforeEach
  void start() throws Exception {
    seeder = agent("seeder");
    data = Files.createDirectories(folder.resolve("data"));
    agent = agent(data, List.of(), Reuse.LINKS);
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Path write(String path, int seed) throws IOException {
    Path file = folder.resolve("seeder").resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes(seed));
  }

  private ResourceManifest manifest(Path path) {
    ShareRequest request = new ShareRequest(path, null, "", PIECE, false, 2);
    return seeder.manifest(seeder.share(request).resource().infoHash());
  }

  private InfoHash fetch(Path path) {
    return fetch(path, Placement.USUAL);
  }

  private InfoHash fetch(Path path, Placement placement) {
    ResourceManifest manifest = manifest(path);
    agent.add(manifest, placement);
    awaitState(agent, manifest.infoHash(), ResourceState.SEEDING);
    return manifest.infoHash();
  }

  private boolean areOne(String one, String other) throws IOException {
    return Files.isSameFile(data.resolve(one), data.resolve(other));
  }

  @Test
  void aFileIsLinked() throws Exception {
    fetch(write("one", 1));
    long before = seeder.counters().uploadedBytes();

    InfoHash second = fetch(write("other", 1));

    assertThat(areOne("one", "other")).isTrue();
    assertThat(seeder.counters().uploadedBytes()).isEqualTo(before);
    assertThat(agent.status(second).reusedBytes()).isEqualTo(SIZE);
    assertThat(agent.counters().reusedBytes()).isEqualTo(SIZE);
  }

  @Test
  void onlyFilesOfTheSameExecutableBitAreLinked() throws Exception {
    write("tree/weights", 1);
    assertThat(write("tree/run", 2).toFile().setExecutable(true)).isTrue();
    fetch(folder.resolve("seeder/tree"));
    write("next/weights", 2);
    assertThat(write("next/run", 1).toFile().setExecutable(true)).isTrue();
    write("next/sub/weights-2", 1);
    assertThat(write("next/sub/run-2", 2).toFile().setExecutable(true)).isTrue();
    write("next/new", 3);

    InfoHash second = fetch(folder.resolve("seeder/next"));

    assertThat(areOne("next/sub/weights-2", "tree/weights")).isTrue();
    assertThat(areOne("next/sub/run-2", "tree/run")).isTrue();
    assertThat(areOne("next/weights", "tree/run")).isFalse();
    assertThat(areOne("next/run", "tree/weights")).isFalse();
    assertThat(data.resolve("next/run")).isExecutable().hasBinaryContent(bytes(1));
    assertThat(data.resolve("next/weights")).hasBinaryContent(bytes(2));
    assertThat(Files.isExecutable(data.resolve("next/weights"))).isFalse();
    assertThat(agent.status(second).reusedBytes()).isEqualTo(4L * SIZE);
  }

  /** Its stamp does not tell. */
  @Test
  void aFileWhosePermissionsWereChangedIsCopied() throws Exception {
    fetch(write("one", 1));
    assertThat(data.resolve("one").toFile().setExecutable(true)).isTrue();

    fetch(write("other", 1));

    assertThat(areOne("one", "other")).isFalse();
    assertThat(Files.isExecutable(data.resolve("other"))).isFalse();
  }

  @Test
  void aFileThatIsSharedInPlaceIsCopied() throws Exception {
    Path mine = Files.write(data.resolve("mine"), bytes(1));
    share(agent, mine);
    long before = seeder.counters().uploadedBytes();

    fetch(write("other", 1));

    assertThat(areOne("mine", "other")).isFalse();
    assertThat(seeder.counters().uploadedBytes()).isEqualTo(before);
  }

  @Test
  void nothingIsLinkedUnlessTheSettingsSaySo() throws Exception {
    stop(agent);
    agent = agent(data, List.of());
    fetch(write("one", 1));

    fetch(write("other", 1));

    assertThat(areOne("one", "other")).isFalse();
  }

  @Test
  void whatWasChangedSinceIsNotLinked() throws Exception {
    fetch(write("one", 1));
    Files.write(data.resolve("one"), bytes(9));

    fetch(write("other", 1));

    assertThat(data.resolve("one")).hasBinaryContent(bytes(9));
    assertThat(data.resolve("other")).hasBinaryContent(bytes(1));
  }

  @Test
  void deletingOneLeavesTheOther() throws Exception {
    InfoHash first = fetch(write("one", 1));
    InfoHash second = fetch(write("other", 1));
    ResourceManifest manifest = seeder.manifest(second);
    stop(seeder);

    agent.remove(first, true);

    assertThat(data.resolve("one")).doesNotExist();
    TorrentAgent third = agent("third");
    third.add(manifest);
    awaitState(third, second, ResourceState.SEEDING);
    assertThat(folder.resolve("third/other")).hasBinaryContent(bytes(1));
  }

  @Test
  void aNewVersionSharesWhatIsUnchangedWithTheOneThatItReplaces() throws Exception {
    write("1/model/weights", 1);
    write("1/model/config", 2);
    fetch(folder.resolve("seeder/1/model"));
    fetch(write("copy", 1));
    write("2/model/weights", 1);
    write("2/model/config", 3);

    InfoHash next = fetch(folder.resolve("seeder/2/model"), new Placement(null, null, null, true));

    await().until(() -> agent.list().size() == 2);
    assertThat(areOne("model/weights", "copy")).isTrue();
    assertThat(data.resolve("model/config")).hasBinaryContent(bytes(3));
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", "copy", "model");
    stop(agent);
    agent = agent(data, List.of(), Reuse.LINKS);
    awaitState(agent, next, ResourceState.SEEDING);
  }

  /** Nothing is written under the other name: a person may want to keep what is there. */
  @Test
  void mendingOneLeavesTheOther() throws Exception {
    InfoHash first = fetch(write("one", 1));
    InfoHash second = fetch(write("other", 1));
    byte[] edited = bytes(1);
    edited[0]++;
    Files.write(data.resolve("one"), edited);

    agent.recheck(first);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(data.resolve("one")).hasBinaryContent(bytes(1)));
    awaitState(agent, first, ResourceState.SEEDING);
    assertThat(data.resolve("other")).hasBinaryContent(edited);
    agent.recheck(second);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(data.resolve("other")).hasBinaryContent(bytes(1)));
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", "one", "other");
  }

  @Test
  void aFolderIsMendedWithoutTouchingTheOther() throws Exception {
    write("tree/a", 1);
    write("tree/b", 2);
    InfoHash first = fetch(folder.resolve("seeder/tree"));
    fetch(write("other", 1));
    byte[] edited = bytes(1);
    edited[SIZE - 1]++;
    Files.write(data.resolve("other"), edited);

    agent.recheck(first);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(data.resolve("tree/a")).hasBinaryContent(bytes(1)));
    assertThat(data.resolve("other")).hasBinaryContent(edited);
    assertThat(data.resolve("tree/b")).hasBinaryContent(bytes(2));
  }

  /** Whichever of them a peer asks for. */
  @Test
  void aChangeInOneIsAChangeInTheOther() throws Exception {
    InfoHash first = fetch(write("one", 1));
    InfoHash second = fetch(write("other", 1));
    ResourceManifest one = seeder.manifest(first);
    ResourceManifest other = seeder.manifest(second);
    stop(seeder);

    Files.write(data.resolve("one"), bytes(9));
    TorrentAgent third = agent("third");
    third.add(one);
    third.add(other);

    awaitState(agent, first, ResourceState.ERROR);
    awaitState(agent, second, ResourceState.ERROR);
  }
}
