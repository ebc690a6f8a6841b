package io.torrentinno.agent.oneshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of {@code torrentinno get}, from an agent on loopback. */
class GetTest extends GetRuns {
  private static final int SIZE = 3_000_000;

  private final byte[] content = new byte[SIZE];
  private TorrentAgent seeder;
  private ResourceStatus shared;

  @BeforeEach
  void shareAFile() throws Exception {
    seeder = agent("seeder");
    new Random(1).nextBytes(content);
    shared = share(Files.write(folder.resolve("seeder/film.mkv"), content));
  }

  @AfterEach
  void stop() {
    seeder.close();
  }

  @Test
  void leavesTheFileAloneWhenItIsComplete() throws Exception {
    assertThat(get(shared.magnet().toString())).isZero();

    assertThat(out.toString().strip())
        .isEqualTo(target().toRealPath().resolve("film.mkv").toString());
    assertThat(entries(target())).containsExactly("film.mkv");
    assertThat(target().resolve("film.mkv")).hasBinaryContent(content);
    assertThat(tracker.peers(shared.infoHash()))
        .extracting(peer -> peer.peerId())
        .containsExactly(seeder.services().peerId());
  }

  @Test
  void fetchesAFolder() throws Exception {
    Path model = folder.resolve("seeder/model");
    Files.write(Files.createDirectories(model.resolve("weights")).resolve("a.bin"), content);
    Files.createSymbolicLink(model.resolve("latest"), Path.of("weights/a.bin"));

    assertThat(get(share(model).magnet().toString())).isZero();

    assertThat(entries(target())).containsExactly("model");
    assertThat(target().resolve("model/latest")).isSymbolicLink().hasBinaryContent(content);
  }

  @Test
  void fetchesSomeFilesOfAFolder() throws Exception {
    Path model = folder.resolve("seeder/model");
    Path sub = Files.createDirectories(model.resolve("sub"));
    Files.writeString(sub.resolve("a.txt"), "a");
    Files.writeString(sub.resolve("b.bin"), "b");
    Files.writeString(sub.resolve("c.txt"), "c");
    String link = share(model).magnet().toString();

    assertThat(get(link, "--only", "*.txt", "--skip", "c.txt")).isZero();

    assertThat(entries(target())).containsExactly("model");
    assertThat(entries(target().resolve("model/sub"))).containsExactly("a.txt");
    assertThat(get(link)).isZero();
    assertThat(entries(target().resolve("model/sub")))
        .containsExactlyInAnyOrder("a.txt", "b.bin", "c.txt");
  }

  @Test
  void givesItAnotherName() throws Exception {
    assertThat(get(shared.magnet().toString(), "--name", "other.mkv")).isZero();

    assertThat(entries(target())).containsExactly("other.mkv");
  }

  @Test
  void saysThatTheTargetIsAFile() throws Exception {
    Files.writeString(target(), "mine");

    assertThat(get(shared.magnet().toString())).isEqualTo(1);

    assertThat(err.toString()).contains(target() + " is a file", "-o", "--name");
    assertThat(target()).hasContent("mine");
  }

  @Test
  void saysWhyAnUnknownLinkWaits() throws Exception {
    MagnetLink unknown = new MagnetLink(2, InfoHash.parse("ab".repeat(32)), List.of(), null);
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Path> run = begin(unknown.toString(), Duration.ZERO, asked);

    await().until(() -> err.toString().contains("no tracker has named a peer yet"));

    asked.countDown();
    assertThat(run).failsWithin(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x. Move that file away, then resume the resource"
            + " | x. Move that file away, then run the same command again",
        "x. Correct this and resume the resource, or remove the resource"
            + " | x. Correct this and run the same command again",
        "a: x. Resume the resource when this is corrected"
            + " | a: x. Run the same command again when this is corrected",
        "x. Remove the resource: no peer has a better manifest"
            + " | x. No peer has a better manifest",
        "refused: x; torrentinno.agent.allow-addresses=127.0.0.1 allows it"
            + " | refused: x; --tracker with this tracker allows it",
        "forbids it (then the log of this agent names the reason) | forbids it",
        "encryption, which is off here (torrentinno.agent.encryption)"
            + " | encryption, which is off here (--encryption)",
        "If this stays, give the agent a larger heap (-Xmx)"
            + " | If this stays, set a larger heap: JAVA_OPTS=-Xmx…",
        "all known peers are banned (see bans); x | all known peers are banned; x"
      })
  void saysWhatToDoWithoutAnAgent(String text, String advice) {
    assertThat(GetAdvice.of(text)).isEqualTo(advice);
  }

  @Test
  void fetchesWhatAManifestInAFileDescribes() throws Exception {
    Path manifest = Files.write(folder.resolve("film.json"), manifest());

    assertThat(get(manifest.toString())).isZero();

    assertThat(target().resolve("film.mkv")).hasBinaryContent(content);
  }

  @Test
  void fetchesWhatAManifestOnTheStandardInputDescribes() throws Exception {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(manifest()));
    try {
      assertThat(get("-")).isZero();
    } finally {
      System.setIn(before);
    }

    assertThat(target().resolve("film.mkv")).hasBinaryContent(content);
  }

  @Test
  void fetchesWhatAManifestOnAWebServerDescribes() throws Exception {
    byte[] manifest = manifest();
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/film.json",
        exchange -> {
          exchange.sendResponseHeaders(200, manifest.length);
          exchange.getResponseBody().write(manifest);
          exchange.close();
        });
    web.start();
    String server = "http://127.0.0.1:" + web.getAddress().getPort();
    try {
      assertThat(get(server + "/film.json")).isZero();
      assertThat(get(server + "/other.json")).isEqualTo(1);
    } finally {
      web.stop(0);
    }

    assertThat(target().resolve("film.mkv")).hasBinaryContent(content);
    assertThat(err.toString()).contains("/other.json answers with status 404");
    assertThat(entries(target())).containsExactly("film.mkv");
  }

  @Test
  void fetchesFromAPeerThatNoTrackerNames() throws Exception {
    tracker.close();
    String peer = "127.0.0.1:" + seeder.services().listenPort();

    assertThat(get(shared.magnet().toString(), "--peer", peer)).isZero();

    assertThat(target().resolve("film.mkv")).hasBinaryContent(content);
  }

  @Test
  void goesOnWhereAnEarlierRunWasEnded() throws Exception {
    seeder.setLimits(new RateLimits(SIZE / 3, 0));
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Path> first = begin(Duration.ZERO, asked);
    await().atMost(Duration.ofSeconds(30)).until(() -> uploaded() > SIZE / 3);
    asked.countDown();
    assertThat(first)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .havingRootCause()
        .withMessageContaining("Interrupted");
    assertThat(entries(target()))
        .containsExactlyInAnyOrder(".torrentinno", ".torrentinno-film.mkv");
    long before = uploaded();
    seeder.setLimits(RateLimits.NONE);

    assertThat(get(shared.magnet().toString())).isZero();

    assertThat(uploaded() - before).isLessThan(SIZE * 5L / 6);
    assertThat(entries(target())).containsExactly("film.mkv");
    assertThat(target().resolve("film.mkv")).hasBinaryContent(content);
  }

  @Test
  void leavesAnotherUnfinishedDownloadAlone() throws Exception {
    seeder.setLimits(new RateLimits(1000, 0));
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Path> first = begin(Duration.ZERO, asked);
    await().until(() -> Files.exists(target().resolve(".torrentinno/resources")));
    asked.countDown();
    assertThat(first).failsWithin(Duration.ofSeconds(30));
    seeder.setLimits(RateLimits.NONE);
    Path other = Files.write(folder.resolve("seeder/other"), new byte[100_000]);

    assertThat(get(share(other).magnet().toString())).isZero();

    assertThat(entries(target())).contains("other", ".torrentinno");
    assertThat(get(shared.magnet().toString())).isZero();
    assertThat(entries(target())).containsExactlyInAnyOrder("film.mkv", "other");
  }

  @Test
  void refusesASecondRunInTheSameFolder() throws Exception {
    seeder.setLimits(new RateLimits(1000, 0));
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Path> first = begin(Duration.ZERO, asked);
    await().until(() -> Files.exists(target().resolve(".torrentinno/resources")));

    assertThat(get(shared.magnet().toString())).isEqualTo(1);

    assertThat(err.toString()).contains("Another 'torrentinno get' works in " + target());
    asked.countDown();
    assertThat(first).failsWithin(Duration.ofSeconds(30));
  }

  @Test
  void refusesTheDataFolderOfAnAgent() throws Exception {
    agent("target").close();

    assertThat(get(shared.magnet().toString())).isEqualTo(1);

    assertThat(err.toString()).contains("is the data folder of an agent");
    assertThat(entries(target())).containsExactly(".torrentinno");
  }

  @Test
  void takesAFileThatIsThereAlready() throws Exception {
    Files.createDirectories(target());
    Files.write(target().resolve("film.mkv"), content);

    assertThat(get(Files.write(folder.resolve("film.json"), manifest()).toString())).isZero();

    assertThat(uploaded()).isZero();
    assertThat(entries(target())).containsExactly("film.mkv");
  }

  @Test
  void leavesAnotherFileOfTheNameAlone() throws Exception {
    Files.createDirectories(target());
    Files.writeString(target().resolve("film.mkv"), "mine");

    assertThat(get(Files.write(folder.resolve("film.json"), manifest()).toString())).isEqualTo(1);

    assertThat(target().resolve("film.mkv")).hasContent("mine");
    assertThat(entries(target())).containsExactly("film.mkv");
  }

  @Test
  void servesOthersForAsLongAsItIsTold() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Path> run = begin(Duration.ofHours(1), asked);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(target().resolve("film.mkv")) && uploaded() >= SIZE);
    seeder.pause(shared.infoHash());

    try (TorrentAgent other = agent("other")) {
      other.add(seeder.manifest(shared.infoHash()));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> other.status(shared.infoHash()).state() == ResourceState.SEEDING);
    }

    asked.countDown();
    assertThat(run).succeedsWithin(Duration.ofSeconds(30));
    assertThat(entries(target())).containsExactly("film.mkv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"magnet:?xt=urn:btih:12", "no-such-file", "ftp://host/file", "http://"})
  void saysWhatItCannotFetch(String source) throws Exception {
    assertThat(get(source)).isEqualTo(1);

    assertThat(err.toString().strip()).doesNotContain("Exception").isNotEmpty();
    assertThat(Files.exists(target()) ? entries(target()) : List.of()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seed-for=soon", "--peer=nowhere", "--tracker=udp://a:1", "--what"})
  void saysWhichArgumentIsWrong(String argument) {
    assertThat(get(shared.magnet().toString(), argument)).isEqualTo(2);

    assertThat(target()).doesNotExist();
  }

  @Test
  void failsForASourceThatIsBrokenBeforeItMakesAnything() {
    assertThatExceptionOfType(CommandFailed.class)
        .isThrownBy(() -> GetSource.of("magnet:?xt=urn:torrentinno:xyz"));
  }

  private CompletableFuture<Path> begin(Duration seedFor, CountDownLatch asked) {
    return begin(shared.magnet().toString(), seedFor, asked);
  }

  private CompletableFuture<Path> begin(String link, Duration seedFor, CountDownLatch asked) {
    return begin(link, seedFor, GetSecurity.open(EncryptionMode.OFF, null, null), asked);
  }

  private TorrentAgent agent(String name) throws Exception {
    return agent(name, PeerTls.off());
  }

  private ResourceStatus share(Path path) {
    return seeder.share(new ShareRequest(path, null, "", 65536)).resource();
  }

  private byte[] manifest() throws IOException {
    InfoHash infoHash = shared.infoHash();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    seeder.exportManifest(seeder.manifest(infoHash), text);
    return text.toByteArray();
  }

  private long uploaded() {
    return seeder.counters().uploadedBytes();
  }

  private static List<String> entries(Path of) throws IOException {
    try (Stream<Path> entries = Files.list(of)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
