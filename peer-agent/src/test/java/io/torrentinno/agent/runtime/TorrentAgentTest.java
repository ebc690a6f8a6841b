package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole agents on loopback. */
class TorrentAgentTest extends LocalAgents {
  private static final int SIZE = 20_000_000;

  @Test
  void fetchesWhatAnotherAgentShares() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    Path original = file("seeder", "movie.bin", SIZE);

    InfoHash infoHash = share(seeder, original);
    Added added = fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    assertThat(added.created()).isTrue();
    assertThat(folder.resolve("fetcher/movie.bin")).hasSameBinaryContentAs(original);
    assertThat(folder.resolve("fetcher/.torrentinno-movie.bin")).doesNotExist();
    ResourceStatus status = fetcher.status(infoHash);
    assertThat(status.completedBytes()).isEqualTo(SIZE);
    assertThat(status.error()).isNull();
    assertThat(fetcher.counters().piecesCorrupt()).isZero();
    assertThat(fetcher.counters().downloadedBytes()).isEqualTo(SIZE);
    assertThat(seeder.counters().uploadedBytes()).isEqualTo(SIZE);
  }

  @Test
  void fetchersOfOneFileAllFinish() throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder, file("seeder", "movie.bin", SIZE));
    List<TorrentAgent> fetchers = List.of(agent("a"), agent("b"), agent("c"));

    for (TorrentAgent fetcher : fetchers) {
      fetcher.add(seeder.manifest(infoHash));
    }

    for (TorrentAgent fetcher : fetchers) {
      awaitState(fetcher, infoHash, ResourceState.SEEDING);
    }
    assertThat(folder.resolve("c/movie.bin"))
        .hasSameBinaryContentAs(folder.resolve("seeder/movie.bin"));
  }

  @Test
  void fetchesManySmallResourcesAtOnce() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    List<InfoHash> all = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      all.add(share(seeder, file("seeder", number + ".bin", 10_000 + number)));
    }

    Path states = folder.resolve("fetcher/.torrentinno/resources");
    String manifest = manifestVersion() == 1 ? "/manifest.json" : "/info.json";
    all.parallelStream()
        .forEach(infoHash -> {
          fetcher.add(seeder.manifest(infoHash));
          assertThat(states.resolve(infoHash + manifest)).exists();
        });

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(fetcher.list())
                .hasSize(all.size())
                .allMatch(resource -> resource.state() == ResourceState.SEEDING));
    assertThat(folder.resolve("fetcher/99.bin"))
        .hasSameBinaryContentAs(folder.resolve("seeder/99.bin"));
    await().until(() -> fetcher.counters().peers() == 0);
  }

  @Test
  void addingTwiceChangesNothing() throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder, file("seeder", "movie.bin", 1000));

    Added again = seeder.add(seeder.manifest(infoHash));
    Added sharedAgain =
        seeder.share(new ShareRequest(folder.resolve("seeder/movie.bin"), null, "", null));

    assertThat(again.created()).isFalse();
    assertThat(sharedAgain.created()).isFalse();
    assertThat(sharedAgain.resource().infoHash()).isEqualTo(infoHash);
    assertThat(seeder.list()).hasSize(1);
  }

  @Test
  void keepsEverythingOverARestart() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash seeding = share(agent, file("agent", "one.bin", SIZE));
    InfoHash paused = share(agent, file("agent", "two.bin", 1000));
    agent.pause(paused);
    String id = agent.services().peerId().toString();
    stop(agent);

    TorrentAgent restarted = agent("agent");

    awaitState(restarted, seeding, ResourceState.SEEDING);
    awaitState(restarted, paused, ResourceState.PAUSED);
    assertThat(restarted.status(paused).completedBytes()).isEqualTo(1000);
    assertThat(restarted.services().peerId()).hasToString(id);
  }

  @Test
  void keepsTheOrderThatWasChosen() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, file("seeder", "movie.bin", SIZE));
    seeder.pause(infoHash);
    fetcher.add(seeder.manifest(infoHash));
    FetchOrder before = fetcher.status(infoHash).order();

    FetchOrder chosen = fetcher.setOrder(infoHash, FetchOrder.SEQUENTIAL).order();
    stop(fetcher);
    TorrentAgent restarted = agent("fetcher");
    seeder.resume(infoHash);

    assertThat(before).isEqualTo(FetchOrder.RAREST_FIRST);
    assertThat(chosen).isEqualTo(FetchOrder.SEQUENTIAL);
    awaitState(restarted, infoHash, ResourceState.SEEDING);
    assertThat(restarted.status(infoHash).order()).isEqualTo(FetchOrder.SEQUENTIAL);
  }

  @Test
  void hasNoBanToLiftWhereThereIsNone() throws Exception {
    TorrentAgent agent = agent("agent");
    share(agent, file("agent", "movie.bin", 1000));

    assertThat(agent.bans()).isEmpty();
    assertThatThrownBy(() -> agent.liftBans(agent.services().peerId()))
        .isInstanceOfSatisfying(
            ResourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_BANNED));
  }

  @Test
  void pausesAndResumes() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, file("seeder", "movie.bin", SIZE));

    seeder.pause(infoHash);
    fetcher.add(seeder.manifest(infoHash));

    assertThat(tracker.peers(infoHash)).hasSizeLessThan(2);
    assertThat(seeder.status(infoHash).state()).isEqualTo(ResourceState.PAUSED);
    seeder.resume(infoHash);
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void removesAResourceWithItsFileOnlyWhenTold() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, file("seeder", "movie.bin", 1000));
    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    seeder.remove(infoHash, false);
    fetcher.remove(infoHash, true);

    assertThat(folder.resolve("seeder/movie.bin")).exists();
    assertThat(folder.resolve("fetcher/movie.bin")).doesNotExist();
    assertThatThrownBy(() -> fetcher.status(infoHash))
        .isInstanceOfSatisfying(
            ResourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN));
    assertThat(tracker.peers(infoHash)).isEmpty();
  }

  @Test
  void refusesToFetchOverAFileWithOtherContent() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, file("seeder", "movie.bin", 100_000));
    Path mine = folder.resolve("fetcher/movie.bin");
    Files.write(mine, new byte[100_000]);

    assertThatThrownBy(() -> fetcher.add(seeder.manifest(infoHash)))
        .isInstanceOfSatisfying(
            ResourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FILE_EXISTS));

    assertThat(mine).hasBinaryContent(new byte[100_000]);
    assertThat(fetcher.list()).isEmpty();
  }

  @Test
  void fetchesAgainOnlyWhatARecheckFindsDamaged() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder, file("seeder", "movie.bin", SIZE));
    fetcher.add(seeder.manifest(infoHash));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    damage(folder.resolve("fetcher/movie.bin"));
    long before = fetcher.counters().downloadedBytes();

    fetcher.recheck(infoHash);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> fetcher.counters().downloadedBytes() > before);
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    assertThat(fetcher.counters().downloadedBytes() - before).isEqualTo(256 * 1024);
    assertThat(folder.resolve("fetcher/movie.bin"))
        .hasSameBinaryContentAs(folder.resolve("seeder/movie.bin"));
  }

  @Test
  void saysThatTheTrackerIsAway() throws Exception {
    TorrentAgent seeder = agent("seeder");
    tracker.close();

    InfoHash infoHash = share(seeder, file("seeder", "movie.bin", 1000));

    await().atMost(Duration.ofSeconds(10)).until(() -> seeder.status(infoHash).error() != null);
    assertThat(seeder.status(infoHash).state()).isEqualTo(ResourceState.SEEDING);
  }

  private static void damage(Path file) throws Exception {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 1_000_000);
    }
  }

  private Path file(String agent, String name, int size) throws Exception {
    byte[] content = new byte[size];
    new Random(name.hashCode()).nextBytes(content);
    return Files.write(folder.resolve(agent).resolve(name), content);
  }
}
