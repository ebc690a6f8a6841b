package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
  void namesTheVersionBeforeAndKeepsItsPieceLength() throws Exception {
    TorrentAgent agent = agent("seeder");
    Path file = write(folder.resolve("one/model.bin"), bytes(1, 3_000_000));
    ShareRequest request = new ShareRequest(file, null, "", 65_536, false, 2);
    InfoHash first = agent.share(request).resource().infoHash();

    InfoHash second = share(agent, write(folder.resolve("two/model.bin"), bytes(2, 3_000_000)));
    InfoHash third = share(agent, write(folder.resolve("two/model.bin"), bytes(3, 3_000_000)));
    InfoHash named =
        agent
            .share(
                new ShareRequest(
                    write(folder.resolve("x"), bytes(4, 9)), null, "", null, false, 2, second))
            .resource()
            .infoHash();

    assertThat(version2(agent, first).envelope().previous()).isNull();
    assertThat(version2(agent, third).envelope().previous()).isEqualTo(second);
    assertThat(version2(agent, third).files().pieceLength()).isEqualTo(65_536);
    assertThat(version2(agent, named).envelope().previous()).isEqualTo(second);
    InfoHash fourth = share(agent, write(folder.resolve("three/model.bin"), bytes(5, 9)));
    assertThat(version2(agent, fourth).envelope().previous()).isIn(first, third);
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
