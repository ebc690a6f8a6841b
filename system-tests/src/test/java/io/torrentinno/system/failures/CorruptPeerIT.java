package io.torrentinno.system.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.network.Network;
import io.torrentinno.system.ti1.Ti1Manifest;
import io.torrentinno.system.ti1.Ti1Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Peers whose blocks do not match the manifest cost time and never harm. */
final class CorruptPeerIT {
  private static final int SIZE = 30_000_000;
  private static final int BYTES_PER_SECOND = 20_000_000;
  private static final int SLOW = 3_000_000;
  private static final String CORRUPT_PEER = "00".repeat(32);

  @RegisterExtension static final Testbed TESTBED = new Testbed();

  private static Network network;
  private static AgentProcess honest;
  private static AgentProcess other;
  private static AgentProcess third;
  private static AgentProcess fetcher;

  @BeforeAll
  static void start() throws IOException {
    network = TESTBED.closing(new Network(TESTBED.tracker().uri(), BYTES_PER_SECOND));
    List<AgentProcess> agents =
        TESTBED.agents(network.trackerPort(), "honest", "other", "third", "fetcher");
    honest = agents.get(0);
    other = agents.get(1);
    third = agents.get(2);
    fetcher = agents.get(3);
  }

  @Test
  void acceptsNothingFromATi1PeerWhosePiecesAreCorrupt() throws IOException {
    Path file = TESTBED.file("beside-ti1.bin", SIZE);
    String infoHash = honest.api().shareAsVersion1(file).infoHash();
    String manifest = honest.api().manifest(infoHash);
    honest.api().pause(infoHash);
    byte[] zeros = new byte[SIZE];
    Ti1Peer corrupt =
        TESTBED.closing(Ti1Peer.seeding(CORRUPT_PEER, Ti1Manifest.parse(manifest), zeros));
    long corruptBefore = corruptPieces();

    fetcher.api().add(manifest);

    await().until(() -> corruptPieces() > corruptBefore);
    assertThat(fetcher.api().get(infoHash).completedBytes()).isZero();
    await().until(() -> fetcher.api().bans().contains(CORRUPT_PEER));

    fetcher.api().liftBan(CORRUPT_PEER);

    await().until(() -> corruptPieces() > corruptBefore + 1);
    await().until(() -> fetcher.api().bans().contains(CORRUPT_PEER));
    assertThat(fetcher.api().get(infoHash).completedBytes()).isZero();

    honest.api().resume(infoHash);

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    assertThat(corrupt.offences()).isEmpty();
  }

  @Test
  void sortsOutTheBlocksOfACorruptPeerBesideAnHonestOne() throws IOException {
    Path file = TESTBED.file("beside-ours.bin", SIZE);
    String infoHash = honest.api().share(file).infoHash();
    String manifest = honest.api().manifest(infoHash);
    giveCopy(other, file, manifest);
    network.corruptBlocksOf(other.listenPort());
    long corruptBefore = corruptPieces();

    fetcher.api().add(manifest);

    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    assertThat(corruptPieces()).isGreaterThan(corruptBefore);
  }

  @Test
  void bansACorruptPeerAmongHonestOnesAndKeepsThem() throws IOException {
    Path file = TESTBED.file("among-honest.bin", SIZE);
    String infoHash = honest.api().share(file).infoHash();
    String manifest = honest.api().manifest(infoHash);
    giveCopy(other, file, manifest);
    giveCopy(third, file, manifest);
    network.corruptBlocksOf(other.listenPort());

    fetcher.api().limitDownload(SLOW);
    fetcher.api().add(manifest);

    Set<String> innocent = Set.of(honest.peerId(), third.peerId());
    await()
        .failFast("it ended too soon", () -> fetcher.api().get(infoHash).state().equals("seeding"))
        .until(() ->
            fetcher.api().bans().contains(other.peerId())
                && fetcher.api().peerIds(infoHash).equals(innocent));
    fetcher.api().limitDownload(0);
    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    assertThat(fetcher.api().bans()).doesNotContainAnyElementsOf(innocent);
  }

  /** Has an agent seed what it could have fetched. */
  private static void giveCopy(AgentProcess agent, Path file, String manifest) throws IOException {
    Files.copy(file, agent.dataDir().resolve(file.getFileName()));
    agent.awaitComplete(agent.api().add(manifest).infoHash());
  }

  private static long corruptPieces() {
    return fetcher.api().metrics().sum("torrentinno_agent_pieces_total", "outcome=\"corrupt\"");
  }
}
