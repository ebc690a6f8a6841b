package io.torrentinno.agent.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.AgentOptions.Reuse;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** New versions of resources, of which an agent has the one before. */
class ReuseTest extends LocalAgents {
  private static final int PIECE = 256 * 1024;

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Path write(Path file, byte[] bytes) throws Exception {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** A resource of this name and these bytes, which both agents have then. */
  private InfoHash spread(TorrentAgent seeder, TorrentAgent fetcher, Path shared) throws Exception {
    InfoHash infoHash = share(seeder, shared);
    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    return infoHash;
  }

  @Test
  void copiesPiecesThatTheAgentHas() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    byte[] image = bytes(1, 20 * PIECE + 777);
    spread(seeder, fetcher, write(folder.resolve("one/image-1"), image));
    Arrays.fill(image, 3 * PIECE, 3 * PIECE + 100, (byte) 7);
    Arrays.fill(image, 9 * PIECE, 9 * PIECE + 100, (byte) 7);
    long before = seeder.counters().uploadedBytes();

    InfoHash second = spread(seeder, fetcher, write(folder.resolve("two/image-2"), image));

    assertThat(folder.resolve("fetcher/image-2")).hasBinaryContent(image);
    assertThat(seeder.counters().uploadedBytes() - before).isEqualTo(2 * PIECE);
    assertThat(fetcher.status(second).reusedBytes()).isEqualTo(18 * PIECE + 777);
    assertThat(fetcher.counters().reusedBytes()).isEqualTo(18 * PIECE + 777);
  }

  @Test
  void copiesWholeFilesOfAFolder() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    Path tree = folder.resolve("one/tree-1");
    for (int i = 0; i < 40; i++) {
      write(tree.resolve("d" + i % 4 + "/f" + i), bytes(i, 1000 * i * i));
    }
    spread(seeder, fetcher, tree);
    Path next = folder.resolve("two/tree-2");
    for (int i = 0; i < 40; i++) { // In other places, and one of them twice.
      write(next.resolve("g" + i), bytes(i == 7 ? 700 : i == 8 ? 9 : i, 1000 * i * i));
    }
    write(next.resolve("twice"), bytes(39, 1000 * 39 * 39));
    long before = seeder.counters().uploadedBytes();

    InfoHash second = spread(seeder, fetcher, next);

    assertThat(seeder.counters().uploadedBytes() - before).isEqualTo(49_000 + 64_000);
    for (int i = 0; i < 40; i++) {
      assertThat(folder.resolve("fetcher/tree-2/g" + i))
          .hasSameBinaryContentAs(next.resolve("g" + i));
    }
    assertThat(fetcher.status(second).reusedBytes())
        .isEqualTo(fetcher.status(second).size() - 49_000 - 64_000);
  }

  @Test
  void copiesNothingWhenTheSettingsSaySo() throws Exception {
    TorrentAgent seeder = agent("seeder");
    Path data = Files.createDirectories(folder.resolve("fetcher"));
    TorrentAgent fetcher = agent(data, List.of(), Reuse.NONE);
    Path tree = folder.resolve("one/tree-1");
    write(tree.resolve("a"), bytes(1, 3 * PIECE));
    spread(seeder, fetcher, tree);
    Path next = folder.resolve("two/tree-2");
    write(next.resolve("b"), bytes(1, 3 * PIECE));
    long before = seeder.counters().uploadedBytes();

    InfoHash second = spread(seeder, fetcher, next);

    assertThat(fetcher.status(second).reusedBytes()).isZero();
    assertThat(seeder.counters().uploadedBytes() - before).isEqualTo(3 * PIECE);
  }

  @Test
  void copiesAlsoFilesThatAreChosenLater() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    Path tree = folder.resolve("one/tree-1");
    write(tree.resolve("a"), bytes(1, 3 * PIECE));
    write(tree.resolve("b"), bytes(2, 5 * PIECE));
    spread(seeder, fetcher, tree);
    Path next = folder.resolve("two/tree-2");
    write(next.resolve("c"), bytes(1, 3 * PIECE));
    write(next.resolve("d"), bytes(2, 5 * PIECE));
    InfoHash second = share(seeder, next);
    fetcher.add(seeder.manifest(second), Placement.USUAL, skip("d"));
    awaitState(fetcher, second, ResourceState.SEEDING);
    long before = seeder.counters().uploadedBytes();

    fetcher.choose(second, new FileChoice(List.of(), List.of(), List.of("d"), List.of()));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(folder.resolve("fetcher/tree-2/d"))
                .hasSameBinaryContentAs(next.resolve("d")));
    assertThat(seeder.counters().uploadedBytes()).isEqualTo(before);
    assertThat(fetcher.status(second).reusedBytes()).isEqualTo(8 * PIECE);
  }

  @Test
  void copiesFilesOfAFolderOfWhichOthersAreSkipped() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    Path tree = folder.resolve("one/tree-1");
    write(tree.resolve("a"), bytes(1, 3 * PIECE));
    write(tree.resolve("b"), bytes(2, 5 * PIECE));
    InfoHash first = share(seeder, tree);
    fetcher.add(seeder.manifest(first), Placement.USUAL, skip("b"));
    awaitState(fetcher, first, ResourceState.SEEDING);
    long before = seeder.counters().uploadedBytes();

    InfoHash second =
        spread(seeder, fetcher, write(folder.resolve("two/copy"), bytes(1, 3 * PIECE)));

    assertThat(seeder.counters().uploadedBytes()).isEqualTo(before);
    assertThat(fetcher.status(second).reusedBytes()).isEqualTo(3 * PIECE);
  }

  private static FileChoice skip(String path) {
    return new FileChoice(List.of(), List.of(path), List.of(), List.of());
  }

  /** Versions of different names, as the data folder of the fetcher has both. */
  private InfoHash spreadNext(TorrentAgent seeder, TorrentAgent fetcher, Path file, InfoHash before)
      throws Exception {
    ShareRequest request = new ShareRequest(file, null, "", null, false, 2, before);
    InfoHash infoHash = seeder.share(request).resource().infoHash();
    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    return infoHash;
  }

  /** 26 blocks of 64 KiB, each in a piece of its own. */
  private static byte[] rewritten(byte[] image) {
    byte[] next = image.clone();
    byte[] block = bytes(7, 65_536);
    for (int i = 0; i < 512; i += 20) {
      System.arraycopy(block, 0, next, i * 65_536, block.length);
      next[i * 65_536]++;
    }
    return next;
  }

  @Test
  void fetchesOnlyBlocksThatWereRewritten() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    byte[] image = bytes(6, 32 << 20);
    InfoHash first = spread(seeder, fetcher, write(folder.resolve("one/image-1"), image));
    byte[] next = rewritten(image);
    long before = seeder.counters().uploadedBytes();

    InfoHash second =
        spreadNext(seeder, fetcher, write(folder.resolve("two/image-2"), next), first);

    assertThat(folder.resolve("fetcher/image-2")).hasBinaryContent(next);
    assertThat(seeder.counters().uploadedBytes() - before).isEqualTo(26 * 65_536);
    assertThat(fetcher.status(second).reusedBytes()).isEqualTo(next.length - 26 * 65_536);
    assertThat(fetcher.counters().wastedBytes()).isZero();
  }

  /** By a link, which names no hints; from a peer that has fetched the resource itself. */
  @Test
  void takesHintsFromPeersThatHaveThem() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent first = agent("first");
    TorrentAgent second = agent("second");
    byte[] image = bytes(8, 8 << 20);
    InfoHash old = spread(seeder, first, write(folder.resolve("one/image-1"), image));
    second.add(seeder.manifest(old));
    awaitState(second, old, ResourceState.SEEDING);
    byte[] longer = bytes(11, 32 << 20);
    System.arraycopy(image, 0, longer, 0, image.length);
    byte[] next = rewritten(longer);
    InfoHash infoHash = spreadNext(seeder, first, write(folder.resolve("two/image-2"), next), old);
    stop(seeder);
    long before = first.counters().uploadedBytes();

    second.add(first.status(infoHash).magnet());

    awaitState(second, infoHash, ResourceState.SEEDING);
    assertThat(folder.resolve("second/image-2")).hasBinaryContent(next);
    assertThat(first.counters().uploadedBytes() - before).isEqualTo((24 << 20) + 7 * 65_536L);
  }

  @Test
  void copiesAcrossBytesThatWereInserted() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    byte[] old = bytes(9, 16 << 20);
    InfoHash first = spread(seeder, fetcher, write(folder.resolve("one/all-1.tar"), old));
    byte[] next = new byte[old.length + 100_001];
    System.arraycopy(bytes(10, 100_001), 0, next, 0, 100_001);
    System.arraycopy(old, 0, next, 100_001, old.length);
    long before = seeder.counters().uploadedBytes();

    spreadNext(seeder, fetcher, write(folder.resolve("two/all-2.tar"), next), first);

    assertThat(folder.resolve("fetcher/all-2.tar")).hasBinaryContent(next);
    assertThat(seeder.counters().uploadedBytes() - before).isLessThan(100_001 + 3 * 16_384);
  }

  @Test
  void namesTheVersionBeforeAndKeepsItsPieceLength() throws Exception {
    TorrentAgent agent = agent("seeder");
    Path file = write(folder.resolve("one/model.bin"), bytes(1, 3_000_000));
    ShareRequest request = new ShareRequest(file, null, "", 65_536, false, 2);
    InfoHash first = agent.share(request).resource().infoHash();

    InfoHash second =
        agent
            .share(
                new ShareRequest(
                    write(folder.resolve("two/model.bin"), bytes(2, 3_000_000)),
                    null,
                    "",
                    null,
                    false,
                    2,
                    first))
            .resource()
            .infoHash();
    InfoHash third = share(agent, write(folder.resolve("two/model.bin"), bytes(3, 3_000_000)));
    InfoHash named =
        agent
            .share(
                new ShareRequest(
                    write(folder.resolve("x"), bytes(4, 9)), null, "", null, false, 2, third))
            .resource()
            .infoHash();

    assertThat(version2(agent, first).envelope().previous()).isNull();
    assertThat(version2(agent, third).envelope().previous()).isEqualTo(second);
    assertThat(version2(agent, third).files().pieceLength()).isEqualTo(65_536);
    assertThat(version2(agent, named).envelope().previous()).isEqualTo(third);
  }

  /** A resource may be private; who gets another one of its name must not learn its info-hash. */
  @Test
  void namesNoResourceThatOnlyHasTheSameName() throws Exception {
    TorrentAgent agent = agent("seeder");
    share(agent, write(folder.resolve("private/report.pdf"), bytes(1, 3_000_000)));

    InfoHash other = share(agent, write(folder.resolve("public/report.pdf"), bytes(2, 9)));

    assertThat(version2(agent, other).envelope().previous()).isNull();
    assertThat(version2(agent, other).envelope().copyHints()).isEmpty();
  }

  private static ManifestV2 version2(TorrentAgent agent, InfoHash infoHash) {
    return (ManifestV2) agent.manifest(infoHash);
  }

  /** All pieces of a file are there, and no peer is. */
  @Test
  void needsNoPeerForFilesThatTheAgentHas() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    byte[] film = bytes(3, 5 * PIECE + 1);
    spread(seeder, fetcher, write(folder.resolve("one/film.bin"), film));
    InfoHash other = share(seeder, write(folder.resolve("two/copy.bin"), film));
    ResourceManifest manifest = seeder.manifest(other);
    stop(seeder);

    fetcher.add(manifest);

    awaitState(fetcher, other, ResourceState.SEEDING);
    assertThat(folder.resolve("fetcher/copy.bin")).hasBinaryContent(film);
  }

  @Test
  void fetchesWhatHasChangedWhereTheAgentHasIt() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    byte[] image = bytes(4, 8 * PIECE);
    spread(seeder, fetcher, write(folder.resolve("one/image-1"), image));
    byte[] spoilt = image.clone();
    Arrays.fill(spoilt, 2 * PIECE, 3 * PIECE, (byte) 1);
    write(folder.resolve("fetcher/image-1"), spoilt);
    image[0]++;

    InfoHash second = spread(seeder, fetcher, write(folder.resolve("two/image-2"), image));

    assertThat(folder.resolve("fetcher/image-2")).hasBinaryContent(image);
    assertThat(fetcher.status(second).reusedBytes()).isEqualTo(6 * PIECE);
    assertThat(fetcher.bans()).isEmpty();
  }
}
