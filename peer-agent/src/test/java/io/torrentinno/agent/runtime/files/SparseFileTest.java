package io.torrentinno.agent.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are mostly zeros. */
class SparseFileTest extends LocalAgents {
  private static final int PIECE = 64 << 10;
  private static final int PIECES = 200;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void fetchesOnlyThePiecesThatHaveBytes(int version) throws Exception {
    Path file = sparse(folder.resolve("image"));
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        seeder.share(new ShareRequest(file, null, "", PIECE, false, version)).resource().infoHash();

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(2 * PIECE); // Nor the short last.
    assertThat(folder.resolve("fetcher/image")).hasSameBinaryContentAs(file);
  }

  /** Of version 1 the one piece is as long as the file, of version 2 it may be shorter. */
  @ParameterizedTest
  @CsvSource({"1, 77", "1, 65536", "2, 77", "2, 20000", "2, 65536"})
  void makesAFileOfOnePieceThatHasNothingButZeros(int version, int size) throws Exception {
    Path file = Files.write(folder.resolve("zeros"), new byte[size]);
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        seeder.share(new ShareRequest(file, null, "", PIECE, false, version)).resource().infoHash();
    ResourceManifest manifest = seeder.manifest(infoHash);
    stop(seeder);

    fetcher.add(manifest);

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.counters().downloadedBytes()).isZero();
    assertThat(folder.resolve("fetcher/zeros")).hasSameBinaryContentAs(file);
  }

  @Test
  void makesFilesOfAFolderThatHaveNothingButZeros() throws Exception {
    Path root = Files.createDirectories(folder.resolve("model"));
    sparse(root.resolve("image"));
    Files.write(root.resolve("zeros"), new byte[3 * PIECE]);
    Files.write(root.resolve("piece"), new byte[PIECE]);
    Files.write(root.resolve("short"), new byte[77]);
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        seeder.share(new ShareRequest(root, null, "", PIECE, false, 2)).resource().infoHash();

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(2 * PIECE); // Nor the short ones.
    for (String name : new String[] {"image", "zeros", "piece", "short"}) {
      assertThat(folder.resolve("fetcher/model").resolve(name))
          .hasSameBinaryContentAs(root.resolve(name));
    }
  }

  /** No piece has the full length. */
  @Test
  void makesShortFilesOfAFolderThatHaveNothingButZeros() throws Exception {
    Path root = Files.createDirectories(folder.resolve("model"));
    Files.write(root.resolve("a"), new byte[77]);
    Files.write(root.resolve("b"), new byte[PIECE - 1]);
    Files.write(root.resolve("c"), new byte[] {0, 1});
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash =
        seeder.share(new ShareRequest(root, null, "", PIECE, false, 2)).resource().infoHash();

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(2);
    for (String name : new String[] {"a", "b", "c"}) {
      assertThat(folder.resolve("fetcher/model").resolve(name))
          .hasSameBinaryContentAs(root.resolve(name));
    }
  }

  private static Path sparse(Path path) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(1);
      file.seek(100L * PIECE + 7);
      file.write(2);
      file.setLength((long) PIECES * PIECE + 1);
    }
    return path;
  }
}
