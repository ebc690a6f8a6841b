package io.torrentinno.system.documents;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.link.Wiretap;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The steps of {@code docs/security.md} secure five agents against listeners and strangers. */
@Tag("namespace")
final class FiveMachinesIT {
  private static final String MARKER =
      "These words are in the file and nobody else may read them. ";
  private static final int REPEATS = 40_000;
  private static final byte[] WORDS = MARKER.getBytes(US_ASCII);
  private static final byte[] HANDSHAKE = "TorrentInno".getBytes(US_ASCII);

  @RegisterExtension final Testbed testbed = new Testbed();
  @TempDir Path temporary;

  @Test
  void theStepsSecureFiveMachines() throws IOException {
    FiveMachines five = new FiveMachines(testbed, temporary);
    Path file = Files.writeString(five.ownFolder().resolve("image.iso"), MARKER.repeat(REPEATS));
    five.prepare();
    five.start();

    String infoHash = transfersUnheard(five, file);
    tokensDecide(five);
    strangersGetNothing(five, infoHash);
    renewsWithoutRestart(five);
    refusesTheRevoked(five, infoHash);
  }

  /** All five get the file, and a listener hears no secret. */
  private String transfersUnheard(FiveMachines five, Path file) throws IOException {
    Wiretap wiretap = testbed.closing(Wiretap.on(FiveMachines.PEER_PORT));
    CompletableFuture<Set<String>> seen = five.certificatesSeenWhileFetching(FiveMachines.NODES);
    five.use();
    String infoHash = five.resources(1).get(0).required("infoHash").asString();

    for (int node = 1; node <= FiveMachines.NODES; node++) {
      assertThat(five.fetched(node, "image.iso")).hasSameBinaryContentAs(file);
    }
    assertThat(seen.join()).isNotEmpty().isSubsetOf(names());
    // It may miss packets on a busy machine. A packet in the clear has the words many times.
    assertThat(wiretap.size()).isGreaterThan(MARKER.length() * REPEATS / 20);
    assertThat(List.of(WORDS, HANDSHAKE, HexFormat.of().parseHex(infoHash)))
        .noneMatch(wiretap::hasHeard);
    return infoHash;
  }

  private static void tokensDecide(FiveMachines five) {
    assertThat(five.call("GET", 2, "/api/v1/resources", "", "").status()).isEqualTo(401);
    assertThat(five.call("GET", 2, "/api/v1/resources", five.reader(), "").status()).isEqualTo(200);

    HttpAnswer metrics = five.call("GET", 2, "/actuator/prometheus", five.reader(), "");
    assertThat(metrics.body()).contains("\ntorrentinno_agent_peer_certificate_seconds ");
    HttpAnswer refused = five.call("POST", 2, "/api/v1/resources", five.reader(), "{}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("type").asString()).endsWith("scope-missing");
  }

  /** One stranger has no certificate, and the other has one of another authority. */
  private void strangersGetNothing(FiveMachines five, String infoHash) throws IOException {
    AgentProcess stranger = five.stranger();
    String link = five.magnet(1, infoHash);
    Wiretap wiretap = testbed.closing(Wiretap.on(FiveMachines.PEER_PORT));

    stranger.api().addMagnet(link);
    five.add(FiveMachines.IMPOSTOR, link);

    await().until(() -> five.refused("plaintext") > 0);
    await().until(() -> five.refused("untrusted") + five.refused("refused-by-peer") > 0);
    assertThat(stranger.api().get(infoHash).state()).isEqualTo("fetching-manifest");
    assertThat(stranger.api().peerIds(infoHash)).isEmpty();
    assertThat(five.state(FiveMachines.IMPOSTOR, infoHash)).isEqualTo("fetching-manifest");
    assertThat(five.peers(FiveMachines.IMPOSTOR, infoHash)).isEmpty();

    // The stranger does not encrypt, so the wiretap hears what it must not hear of the five.
    await().until(() -> wiretap.hasHeard(HANDSHAKE));
    assertThat(wiretap.hasHeard(HexFormat.of().parseHex(infoHash))).isTrue();
    assertThat(wiretap.hasHeard(WORDS)).isFalse();
  }

  private static void renewsWithoutRestart(FiveMachines five) throws IOException {
    BigInteger https = five.serial(3, FiveMachines.HTTPS_PORT);
    assertThat(five.serial(3, FiveMachines.PEER_PORT)).isEqualTo(https);

    five.renew();

    await().until(() -> five.serial(3, FiveMachines.HTTPS_PORT), serial -> !serial.equals(https));
    await().until(() -> five.serial(3, FiveMachines.PEER_PORT), serial -> !serial.equals(https));
    assertThat(five.serial(3, FiveMachines.PEER_PORT))
        .isEqualTo(five.serial(3, FiveMachines.HTTPS_PORT));
  }

  private static void refusesTheRevoked(FiveMachines five, String infoHash) {
    String link = five.magnet(1, infoHash);

    five.revoke();

    await()
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          fetchAgain(five, infoHash, link);
          return Stream.of(1, 2, 4, 5).allMatch(node -> five.refused(node, "revoked") > 0);
        });
    long refused = five.refused("revoked");
    fetchAgain(five, infoHash, link);
    await().until(() -> five.refused("revoked") >= refused + 4);
    assertThat(five.state(3, infoHash)).isEqualTo("fetching-manifest");
    assertThat(five.peers(3, infoHash)).isEmpty();
  }

  /** The agents read the list at different times, so the first ones to be asked may not have it. */
  private static void fetchAgain(FiveMachines five, String infoHash, String link) {
    assertThat(five.remove(3, infoHash)).isEqualTo(204);
    five.add(3, link);
  }

  private static Set<String> names() {
    return Set.copyOf(
        IntStream.rangeClosed(1, FiveMachines.NODES).mapToObj(node -> "node-" + node).toList());
  }
}
