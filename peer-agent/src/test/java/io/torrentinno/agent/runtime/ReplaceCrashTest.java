package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.disk.Exchange;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A kill at any step of a replacement leaves the old version whole or the new one, and the restart
 * knows which.
 */
class ReplaceCrashTest extends LocalAgents {
  /** What is replaced. */
  enum Kind {
    FILE,
    FOLDER
  }

  private static final int SIZE = 1_000_000;
  private static final InfoHash NONE = InfoHash.parse("00".repeat(32));

  private TorrentAgent sender;
  private Path data;
  private Path place;
  private Path part;
  private InfoHash one;
  private InfoHash two;

  @BeforeEach
  void start() throws Exception {
    one = NONE;
    two = NONE;
    sender = agent("sender");
    data = Files.createDirectories(folder.resolve("data")).toRealPath();
    place = data.resolve("image");
    part = data.resolve(".torrentinno+image");
  }

  private static byte[] content(int version) {
    byte[] content = new byte[SIZE];
    new Random(version).nextBytes(content);
    return content;
  }

  private ResourceManifest share(Kind kind, int version) throws IOException {
    Path shared = folder.resolve("sender/" + version + "/image");
    Path file = kind == Kind.FILE ? shared : shared.resolve("sub/weights");
    Files.createDirectories(file.getParent());
    Files.write(file, content(version));
    return sender.manifest(share(sender, shared));
  }

  private Path bytes(Kind kind, Path root) {
    return kind == Kind.FILE ? root : root.resolve("sub/weights");
  }

  /**
   * Stops an agent when all of the new version is on the disk, and its checkpoint says so: what was
   * there is not let go, because it looks changed for a moment.
   */
  private void stopBeforeTheMove(Kind kind) throws Exception {
    ResourceManifest first = share(kind, 1);
    ResourceManifest second = share(kind, 2);
    one = first.infoHash();
    two = second.infoHash();
    TorrentAgent agent = agent("data");
    agent.add(first);
    awaitState(agent, one, ResourceState.SEEDING);
    Path old = bytes(kind, place);
    FileTime time = Files.getLastModifiedTime(old);
    Files.setLastModifiedTime(old, FileTime.fromMillis(7));
    agent.add(second, new Placement(null, null, null, true));
    awaitState(agent, two, ResourceState.ERROR);
    stop(agent);
    Files.setLastModifiedTime(old, time);
    assertThat(bytes(kind, place)).hasBinaryContent(content(1));
    assertThat(bytes(kind, part)).hasBinaryContent(content(2));
  }

  private void move(Kind kind) throws IOException {
    if (kind == Kind.FILE) {
      Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Exchange.exchange(part, place);
    }
  }

  private void forget(InfoHash infoHash) throws IOException {
    Path state = data.resolve(".torrentinno/resources").resolve(infoHash.toString());
    try (Stream<Path> all = Files.walk(state)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private void expectTheNewVersionAlone(Kind kind) throws Exception {
    TorrentAgent agent = agent("data");
    awaitState(agent, two, ResourceState.SEEDING);
    assertThat(agent.list()).hasSize(1);
    assertThat(agent.counters().downloadedBytes()).isZero();
    assertThat(bytes(kind, place)).hasBinaryContent(content(2));
    stop(agent);
    TorrentAgent again = agent("data");
    awaitState(again, two, ResourceState.SEEDING);
    assertThat(again.list()).hasSize(1);
    assertThat(data.toFile().list()).containsExactlyInAnyOrder(".torrentinno", "image");
  }

  @ParameterizedTest
  @EnumSource
  void beforeTheMoveTheOldVersionIsThereAndTheNewOneTakesItsPlace(Kind kind) throws Exception {
    stopBeforeTheMove(kind);

    expectTheNewVersionAlone(kind);
  }

  @ParameterizedTest
  @EnumSource
  void afterTheMoveTheNewVersionIsThereAndTheOldOneIsForgotten(Kind kind) throws Exception {
    stopBeforeTheMove(kind);
    move(kind);

    expectTheNewVersionAlone(kind);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftOfTheOldVersionIsDeleted(Kind kind) throws Exception {
    stopBeforeTheMove(kind);
    move(kind);
    if (kind == Kind.FOLDER) {
      Files.delete(bytes(kind, part));
    }

    expectTheNewVersionAlone(kind);
  }

  @ParameterizedTest
  @EnumSource
  void theNewVersionIsThereWhenTheOldOneIsForgotten(Kind kind) throws Exception {
    stopBeforeTheMove(kind);
    move(kind);
    if (kind == Kind.FOLDER) {
      Files.delete(bytes(kind, part));
      Files.delete(part.resolve("sub"));
      Files.delete(part);
    }
    forget(one);

    expectTheNewVersionAlone(kind);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSecondNameOfTheNewVersionIsDeleted(boolean forgotten) throws Exception {
    stopBeforeTheMove(Kind.FILE);
    Files.delete(place);
    Files.createLink(place, part);
    if (forgotten) {
      forget(one);
    }

    expectTheNewVersionAlone(Kind.FILE);
  }
}
