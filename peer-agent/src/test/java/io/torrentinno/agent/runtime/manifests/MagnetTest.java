package io.torrentinno.agent.runtime.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole agents on loopback, one of which is given a link and nothing else. */
class MagnetTest extends LocalAgents {
  /** In pieces of 16 KiB its manifest of version 1 takes three parts. */
  private static final int SIZE = 30_000_000;

  @Test
  void isEnoughToFetchAResource() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    ResourceStatus shared = share(seeder);

    Added added = fetcher.add(MagnetLink.parseAny(shared.magnet().toString()));
    awaitState(fetcher, shared.infoHash(), ResourceState.SEEDING);

    assertThat(added.created()).isTrue();
    assertThat(added.resource().name()).isEqualTo("movie.bin");
    assertThat(added.resource().state()).isEqualTo(ResourceState.FETCHING_MANIFEST);
    assertThat(fetcher.manifest(shared.infoHash()))
        .returns(true, it -> it.hasSameContent(seeder.manifest(shared.infoHash())));
    assertThat(folder.resolve("fetcher/movie.bin"))
        .hasSameBinaryContentAs(folder.resolve("seeder/movie.bin"));
    assertThat(fetcher.status(shared.infoHash()).magnet()).isEqualTo(shared.magnet());
    assertThat(fetcher.counters().piecesCorrupt()).isZero();
  }

  @Test
  void needsNoTrackerOfItsOwnWhereTheAgentKnowsOne() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder).infoHash();

    Added added = fetcher.add(link(infoHash, List.of()));
    awaitState(fetcher, infoHash, ResourceState.SEEDING);

    assertThat(added.resource().name()).isEqualTo(infoHash.toString());
  }

  @Test
  void asksItsOtherTrackersWhenOneIsAway() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    ResourceStatus shared = share(seeder);
    TrackerAddress away = new TrackerAddress("127.0.0.1", 1);
    List<TrackerAddress> trackers = List.of(away, shared.magnet().trackers().getFirst());

    fetcher.add(link(shared.infoHash(), trackers));
    awaitState(fetcher, shared.infoHash(), ResourceState.SEEDING);

    assertThat(fetcher.status(shared.infoHash()).magnet().trackers())
        .containsExactlyInAnyOrderElementsOf(trackers);
  }

  @Test
  void isGivenUpInOrderWhenTheAgentEnds() throws Exception {
    TorrentAgent fetcher = agent("fetcher");
    for (int number = 0; number < 20; number++) {
      InfoHash unknown = InfoHash.parse("%064x".formatted(number));
      fetcher.add(new MagnetLink(unknown, List.of(), null));
    }

    assertThatCode(() -> stop(fetcher)).doesNotThrowAnyException();
  }

  @Test
  void isStillToBeFetchedAfterARestart() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    ResourceStatus shared = share(seeder);
    seeder.pause(shared.infoHash());
    fetcher.add(shared.magnet());
    stop(fetcher);

    TorrentAgent restarted = agent("fetcher");
    ResourceState after = restarted.status(shared.infoHash()).state();
    seeder.resume(shared.infoHash());

    assertThat(after).isEqualTo(ResourceState.FETCHING_MANIFEST);
    awaitState(restarted, shared.infoHash(), ResourceState.SEEDING);
  }

  @Test
  void waitsWhileItIsPaused() throws Exception {
    TorrentAgent fetcher = agent("fetcher");
    MagnetLink link = link(0);
    fetcher.add(link);
    await().atMost(Duration.ofSeconds(10)).until(() -> tracker.peers(link.infoHash()).size() == 1);

    ResourceStatus paused = fetcher.pause(link.infoHash());
    boolean listed = !tracker.peers(link.infoHash()).isEmpty();
    fetcher.resume(link.infoHash());

    assertThat(paused.state()).isEqualTo(ResourceState.PAUSED);
    assertThat(listed).isFalse();
    awaitState(fetcher, link.infoHash(), ResourceState.FETCHING_MANIFEST);
    await().atMost(Duration.ofSeconds(10)).until(() -> tracker.peers(link.infoHash()).size() == 1);
  }

  @Test
  void leavesNothingBehindWhenItIsRemoved() throws Exception {
    TorrentAgent fetcher = agent("fetcher");
    MagnetLink link = link(0);
    fetcher.add(link);

    fetcher.remove(link.infoHash(), true);

    assertThat(fetcher.list()).isEmpty();
    assertThat(folder.resolve("fetcher/.torrentinno/resources")).isEmptyDirectory();
    assertThat(tracker.peers(link.infoHash())).isEmpty();
  }

  @Test
  void hasNoManifestBeforeItIsThere() throws Exception {
    TorrentAgent fetcher = agent("fetcher");
    MagnetLink link = link(0);

    Added first = fetcher.add(link);
    Added again = fetcher.add(link);

    assertThat(first.created()).isTrue();
    assertThat(again.created()).isFalse();
    assertThat(fetcher.peers(link.infoHash())).isEmpty();
    assertThatThrownBy(() -> fetcher.manifest(link.infoHash()))
        .isInstanceOfSatisfying(
            ResourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_MANIFEST));
    assertThatThrownBy(() -> fetcher.pieces(link.infoHash()))
        .isInstanceOfSatisfying(
            ResourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_MANIFEST));
  }

  @Test
  void isOverWhenTheManifestIsAddedByOtherMeans() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder).infoHash();
    MagnetLink link = link(infoHash, List.of(new TrackerAddress("127.0.0.1", 1)));
    fetcher.add(link);

    fetcher.add(seeder.manifest(infoHash));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(fetcher.list()).hasSize(1);
  }

  @Test
  void failsWhenItsNameIsTaken() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    ResourceStatus shared = share(seeder);
    Files.write(folder.resolve("fetcher/movie.bin"), new byte[100]);
    fetcher.share(new ShareRequest(folder.resolve("fetcher/movie.bin"), null, "", null));

    fetcher.add(shared.magnet());

    awaitState(fetcher, shared.infoHash(), ResourceState.ERROR);
    assertThat(fetcher.status(shared.infoHash()).error()).contains("another resource uses");
  }

  private MagnetLink link(InfoHash infoHash, List<TrackerAddress> trackers) {
    return new MagnetLink(manifestVersion(), infoHash, trackers, null);
  }

  private MagnetLink link(int seed) {
    byte[] hash = new byte[32];
    new Random(seed).nextBytes(hash);
    return new MagnetLink(
        manifestVersion(),
        InfoHash.of(hash, 0),
        List.of(new TrackerAddress("127.0.0.1", tracker.port())),
        "later");
  }

  private ResourceStatus share(TorrentAgent agent) throws Exception {
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("seeder/movie.bin"), content);
    int pieceSize = manifestVersion() == 1 ? 16 << 10 : 64 << 10;
    return agent.share(new ShareRequest(file, null, "", pieceSize)).resource();
  }
}
