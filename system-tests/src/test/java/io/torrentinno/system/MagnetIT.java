package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.ProblemException;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.system.ti2.LyingPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A magnet link is enough: the manifest comes from a peer. */
final class MagnetIT {
  private static final int SIZE = 30_000_000;

  /** So that the manifest takes several parts. */
  private static final int PIECE_SIZE = 16 * 1024;

  @RegisterExtension static final Testbed TESTBED = new Testbed();

  private static TrackerProcess tracker;
  private static AgentProcess seeder;
  private static AgentProcess fetcher;

  @BeforeAll
  static void start() {
    tracker = TESTBED.tracker();
    seeder = TESTBED.agent(tracker.port(), "seeder", "--torrentinno.agent.manifest-version=1");
    fetcher = TESTBED.agent(tracker.port(), "fetcher");
  }

  @Test
  void aFileIsFetchedByItsLinkAlone() {
    Path file = TESTBED.file("linked.bin", SIZE);
    ResourceBody shared = share(file);

    ResourceBody added = fetcher.api().addMagnet(shared.magnet());

    assertThat(added.name()).isEqualTo("linked.bin");
    assertThat(fetcher.awaitComplete(shared.infoHash())).isEqualTo(TestFile.sha256(file));
    assertThat(fetcher.api().manifest(shared.infoHash()))
        .isEqualTo(seeder.api().manifest(shared.infoHash()));
    assertThat(fetcher.api().get(shared.infoHash()).magnet()).isEqualTo(shared.magnet());
  }

  @Test
  void aFileOfVersion2IsFetchedByItsLinkAlone() {
    Path file = TESTBED.file("linked-2.bin", SIZE);
    ResourceBody shared = seeder.api().share(Map.of("path", file.toString(), "manifestVersion", 2));
    assertThat(shared.magnet()).startsWith("magnet:?xt=urn:torrentinno2:");

    fetcher.api().addMagnet(shared.magnet());

    assertThat(fetcher.awaitComplete(shared.infoHash())).isEqualTo(TestFile.sha256(file));
    assertThat(fetcher.api().get(shared.infoHash()).magnet()).isEqualTo(shared.magnet());
  }

  @Test
  void aPeerThatLiesAboutTheManifestIsAskedOnceAndAnotherInItsPlace() throws IOException {
    Path file = TESTBED.file("truth.bin", SIZE);
    ResourceBody shared = share(file);
    String other = share(TESTBED.file("other.bin", 1000)).infoHash();
    seeder.api().pause(shared.infoHash());
    LyingPeer liar =
        TESTBED.closing(
            LyingPeer.join(tracker.uri(), shared.infoHash(), seeder.api().manifest(other)));

    fetcher.api().addMagnet(shared.magnet());
    await().until(() -> liar.asked() == 1);
    seeder.api().resume(shared.infoHash());

    assertThat(fetcher.awaitComplete(shared.infoHash())).isEqualTo(TestFile.sha256(file));
    assertThat(liar.asked()).isEqualTo(1);
    assertThat(fetcher.api().list()).noneMatch(resource -> resource.infoHash().equals(other));
  }

  @Test
  void aCrashForgetsNoLink() {
    Path file = TESTBED.file("crashed.bin", SIZE);
    ResourceBody shared = share(file);
    seeder.api().pause(shared.infoHash());
    fetcher.api().addMagnet(shared.magnet());

    fetcher.kill();
    fetcher.restart();

    assertThat(fetcher.api().get(shared.infoHash()).state()).isEqualTo("fetching-manifest");
    seeder.api().resume(shared.infoHash());
    assertThat(fetcher.awaitComplete(shared.infoHash())).isEqualTo(TestFile.sha256(file));
  }

  @Test
  void refusesWhatIsNoLinkAndSaysThatThereIsNoManifestYet() {
    String hash = "ab".repeat(32);
    String link = "magnet:?xt=urn:torrentinno:" + hash + "&tr=127.0.0.1:" + tracker.port();

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> fetcher.api().addMagnet("magnet:?xt=urn:torrentinno:ab"))
        .returns("urn:torrentinno:problem:bad-magnet", ProblemException::type);
    assertThat(fetcher.api().addMagnet(link).state()).isEqualTo("fetching-manifest");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> fetcher.api().manifest(hash))
        .returns("urn:torrentinno:problem:no-manifest", ProblemException::type);
    assertThat(fetcher.api().pause(hash).state()).isEqualTo("paused");

    fetcher.api().remove(hash, true);

    assertThat(fetcher.api().list()).noneMatch(resource -> resource.infoHash().equals(hash));
  }

  private static ResourceBody share(Path file) {
    return seeder.api().share(Map.of("path", file.toString(), "pieceSize", PIECE_SIZE));
  }
}
