package io.torrentinno.agent.runtime.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.manifest.ManifestTexts;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.LocalTracker;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole agents on loopback, whose resources change their trackers. */
class TrackersTest extends LocalAgents {
  private static final TrackerAddress AWAY = new TrackerAddress("127.0.0.1", 1);

  private LocalTracker other;

  @BeforeEach
  void startAnotherTracker() throws Exception {
    other = new LocalTracker();
  }

  @AfterEach
  void stopIt() {
    other.close();
  }

  @Test
  void announcesToOtherTrackersAndLeavesThoseThatItHad() throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder);
    awaitListed(tracker, infoHash, 1);

    List<TrackerStatus> changed = seeder.setTrackers(infoHash, List.of(address(other)));

    assertThat(changed).extracting(TrackerStatus::tracker).containsExactly(address(other));
    awaitListed(other, infoHash, 1);
    awaitListed(tracker, infoHash, 0);
    assertThat(seeder.status(infoHash).state()).isEqualTo(ResourceState.SEEDING);
    assertThat(seeder.status(infoHash).magnet().trackers()).containsExactly(address(other));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> seeder.trackers(infoHash).getFirst().answer() != null);
  }

  @Test
  void refusesTrackersThatTheSettingsDoNotAllow() throws Exception {
    TorrentAgent agent = agent("agent");
    InfoHash infoHash =
        share(agent, Files.write(folder.resolve("agent/refused.bin"), new byte[1000]));
    List<TrackerAddress> metadata = List.of(new TrackerAddress("169.254.169.254", 80));

    assertThatThrownBy(() -> agent.setTrackers(infoHash, metadata))
        .isInstanceOfSatisfying(
            ResourceException.class,
            e -> assertThat(e.reason()).isEqualTo(ResourceException.Reason.FORBIDDEN_ADDRESS))
        .hasMessageContaining("torrentinno.agent.allow-addresses=169.254.169.254 allows it");
    assertThat(agent.trackers(infoHash))
        .noneMatch(status -> status.tracker().equals(metadata.getFirst()));
  }

  @Test
  void keepsTheTrackersOverARestart() throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder);
    MagnetLink unknown = new MagnetLink(InfoHash.parse("ab".repeat(32)), List.of(), null);
    seeder.add(unknown);
    seeder.setTrackers(infoHash, List.of(address(other)));
    seeder.setTrackers(unknown.infoHash(), List.of(address(other)));
    stop(seeder);

    TorrentAgent restarted = agent("seeder");

    for (InfoHash resource : List.of(infoHash, unknown.infoHash())) {
      awaitListed(other, resource, 1);
      assertThat(restarted.trackers(resource))
          .extracting(TrackerStatus::tracker)
          .containsExactly(address(other));
    }
  }

  @Test
  void mergesTheTrackersOfALinkThatIsAddedAgain() throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder);
    MagnetLink link = new MagnetLink(2, infoHash, List.of(address(other)), null);

    assertThat(seeder.add(link).created()).isFalse();
    seeder.add(link);

    awaitListed(other, infoHash, 1);
    awaitListed(tracker, infoHash, 1);
    assertThat(seeder.trackers(infoHash))
        .extracting(TrackerStatus::tracker)
        .containsExactly(address(tracker), address(other));
  }

  @Test
  void fetchesFromPeersThatOnlyAnAddedTrackerKnows() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    InfoHash infoHash = share(seeder);
    seeder.setTrackers(infoHash, List.of(address(other)));
    awaitListed(tracker, infoHash, 0);
    fetcher.add(new MagnetLink(2, infoHash, List.of(address(tracker)), null));

    fetcher.add(new MagnetLink(2, infoHash, List.of(address(other)), null));

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void asksItsOwnTrackerWhileNoOtherAnswers() throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder);
    awaitListed(tracker, infoHash, 1);

    seeder.setTrackers(infoHash, List.of(AWAY));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(seeder.trackers(infoHash))
                .extracting(TrackerStatus::tracker, TrackerStatus::fallback)
                .containsExactly(tuple(AWAY, false), tuple(address(tracker), true)));
    awaitListed(tracker, infoHash, 1);
    assertThat(seeder.trackers(infoHash).getFirst().failure()).isNotNull();
    assertThat(seeder.status(infoHash).error()).isNotNull();

    seeder.setTrackers(infoHash, List.of(address(other)));

    awaitListed(other, infoHash, 1);
    awaitListed(tracker, infoHash, 0);
    assertThat(seeder.trackers(infoHash)).noneMatch(TrackerStatus::fallback);
  }

  @Test
  void showsTheTrackersOfAPausedResource() throws Exception {
    TorrentAgent seeder = agent("seeder");
    InfoHash infoHash = share(seeder);
    seeder.pause(infoHash);

    seeder.setTrackers(infoHash, List.of(address(other)));

    assertThat(seeder.trackers(infoHash))
        .containsExactly(new TrackerStatus(address(other), false, null, null));
    seeder.resume(infoHash);
    awaitListed(other, infoHash, 1);
  }

  @Test
  void handsOnAManifestOfVersion2WithTheTrackersThatItHasNow() throws Exception {
    TorrentAgent seeder = agent("seeder");
    TorrentAgent fetcher = agent("fetcher");
    Path file = Files.write(folder.resolve("seeder/file.bin"), new byte[100_000]);
    InfoHash infoHash =
        seeder.share(new ShareRequest(file, null, "", null, false, 2)).resource().infoHash();
    fetcher.add(exported(seeder, infoHash));

    seeder.setTrackers(infoHash, List.of(address(other)));
    ResourceManifest moved = exported(seeder, infoHash);

    assertThat(moved.infoHash()).isEqualTo(infoHash);
    assertThat(moved.trackers()).containsExactly(address(other));
    assertThat(fetcher.add(moved).created()).isFalse();
    assertThat(fetcher.trackers(infoHash))
        .extracting(TrackerStatus::tracker)
        .containsExactly(address(tracker), address(other));
    assertThat(exported(fetcher, infoHash).trackers())
        .containsExactly(address(tracker), address(other));
  }

  private static ResourceManifest exported(TorrentAgent agent, InfoHash infoHash) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    agent.exportManifest(agent.manifest(infoHash), out);
    return ManifestTexts.read(() -> new ByteArrayInputStream(out.toByteArray()));
  }

  private InfoHash share(TorrentAgent agent) throws Exception {
    Path file = Files.write(folder.resolve("seeder/file.bin"), new byte[100_000]);
    return share(agent, file);
  }

  private static TrackerAddress address(LocalTracker of) {
    return new TrackerAddress("127.0.0.1", of.port());
  }

  private static void awaitListed(LocalTracker at, InfoHash infoHash, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(at.peers(infoHash)).hasSize(count));
  }
}
