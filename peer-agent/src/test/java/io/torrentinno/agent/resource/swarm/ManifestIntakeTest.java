package io.torrentinno.agent.resource.swarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.hashing.HashingTicket;
import io.torrentinno.agent.hashing.Held;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.protocol.manifest.InfoHashes;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestWriter;
import io.torrentinno.protocol.manifest.v2.InfoReader;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestIntakeTest implements ManifestIntake.Outcome {
  private static final Manifest WANTED = manifest("wanted");
  private static final InfoHash HASH = InfoHashes.of(WANTED);

  @TempDir Path data;

  private final List<Object> heard = new ArrayList<>();
  private final MemoryBudget memory = new MemoryBudget(8 << 20);
  private StateFolder state;
  private ManifestIntake intake;

  @BeforeEach
  void open() throws StorageException {
    state = StateFolder.open(data);
    intake = intake(new MagnetLink(HASH, List.of(), null));
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void putsAManifestTogether() {
    byte[] text = ManifestWriter.write(WANTED);
    intake.begin();

    intake.keep(Bytes.copyOf(text, 0, 50), () -> heard.add("kept"));
    intake.keep(Bytes.copyOf(text, 50, text.length - 50), () -> heard.add("kept"));
    check();

    assertThat(heard).containsExactly("kept", "kept", WANTED);
  }

  @Test
  void saysThatAnErrorHasEndedIt() {
    intake.begin();

    intake.keep(
        Bytes.copyOf(new byte[1]),
        () -> {
          throw new InternalError("for this test");
        });

    assertThat(heard).singleElement().asString().contains("InternalError: for this test");
    assertThat(intake.close()).isCompleted();
  }

  @Test
  void refusesTheManifestOfAnotherResource() {
    offer(ManifestWriter.write(manifest("other")));

    assertThat(heard).containsExactly("wrong");
  }

  @Test
  void refusesWhatIsNoManifest() {
    offer(new byte[1000]);

    assertThat(heard).containsExactly("wrong");
  }

  @Test
  void beginsAnewWithAnotherPeer() {
    offer(new byte[100_000]);
    offer(ManifestWriter.write(WANTED));

    assertThat(heard).containsExactly("wrong", WANTED);
  }

  @Test
  void doesNothingMoreOnceItHasIt() {
    offer(ManifestWriter.write(WANTED));
    offer(new byte[10]);

    assertThat(heard).containsExactly(WANTED);
  }

  @Test
  void leavesNothingOnTheDisk() {
    offer(new byte[100]);

    intake.close().join();
    offer(ManifestWriter.write(WANTED));

    assertThat(folder()).isEmptyDirectory();
    assertThat(heard).containsExactly("wrong");
  }

  @Test
  void saysThatTheDiskFails() throws Exception {
    Files.createDirectories(folder().getParent());
    Files.write(folder(), new byte[1]);

    offer(ManifestWriter.write(WANTED));

    assertThat(heard).singleElement().isInstanceOf(StorageException.class);
  }

  @Test
  void takesTheBytesOfAnInfoDocumentAsTheyAre() throws Exception {
    byte[] document =
        "{ \"version\":2,\"later\":[7],\"name\":\"n\",\"pieceLength\":65536,\"files\":[]}"
            .getBytes(UTF_8);
    InfoHash infoHash = InfoReader.read(document).infoHash();
    intake = intake(new MagnetLink(2, infoHash, List.of(), null));

    offer(document);

    assertThat(heard)
        .singleElement()
        .isInstanceOfSatisfying(
            ManifestV2.class,
            manifest -> {
              assertThat(manifest.infoHash()).isEqualTo(infoHash);
              assertThat(manifest.trackers()).isEmpty();
              assertThat(written(manifest)).isEqualTo(document);
            });
  }

  @Test
  void takesAnInfoDocumentForALinkWhoseVersionWasLost() throws Exception {
    byte[] document =
        "{\"version\":2,\"name\":\"n\",\"pieceLength\":65536,\"files\":[]}".getBytes(UTF_8);
    InfoHash infoHash = InfoReader.read(document).infoHash();
    intake = intake(new MagnetLink(infoHash, List.of(), null));

    offer(document);

    assertThat(heard)
        .singleElement()
        .isInstanceOfSatisfying(
            ManifestV2.class, manifest -> assertThat(manifest.infoHash()).isEqualTo(infoHash));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":2,\"name\":\"other\",\"pieceLength\":65536,\"files\":[]}",
        "{\"version\":2,\"name\":\"n\",\"pieceLength\":3,\"files\":[]}",
        "{\"version\":2,\"name\":\"..\",\"pieceLength\":65536,\"files\":[]}",
        "{\"version\":2,\"name\":\"n\",\"pieceLength\":65536,\"files\":[{\"path\":[\"..\"],\"folder\":true}]}",
        "{\"info\":\"\"}",
        ""
      })
  void refusesWhatIsNotTheInfoDocument(String document) throws Exception {
    byte[] wanted =
        "{\"version\":2,\"name\":\"n\",\"pieceLength\":65536,\"files\":[]}".getBytes(UTF_8);
    intake = intake(new MagnetLink(2, InfoReader.read(wanted).infoHash(), List.of(), null));

    offer(document.getBytes(UTF_8));
    offer(ManifestWriter.write(WANTED));

    assertThat(heard).containsExactly("wrong", "wrong");
  }

  @Test
  void failsForTheManifestOfVersion1ThatALinkOfVersion2Names() {
    intake = intake(new MagnetLink(2, HASH, List.of(), null));

    offer(ManifestWriter.write(manifest("other")));
    offer(ManifestWriter.write(WANTED));

    assertThat(heard)
        .satisfiesExactly(
            other -> assertThat(other).isEqualTo("wrong"),
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        ManifestException.class,
                        refusal ->
                            assertThat(refusal)
                                .returns(
                                    ManifestException.Reason.OTHER_VERSION,
                                    ManifestException::reason)
                                .hasMessageContaining("urn:torrentinno:" + HASH)));
    assertThat(memory.used()).isZero();
  }

  @Test
  void waitsNotForEverForTheMemoryOfWhatMayBeOfVersion1() {
    intake = intake(new MagnetLink(2, HASH, List.of(), null));

    try (MemoryBudget.Reservation _ = memory.reserve(memory.limit(), Duration.ZERO)) {
      offer(ManifestWriter.write(WANTED));
    }

    assertThat(heard).as("nobody is at fault").containsExactly("unread");
  }

  @Test
  void readsALongManifest() {
    offer((" ".repeat(300_000) + new String(ManifestWriter.write(WANTED), UTF_8)).getBytes(UTF_8));

    assertThat(heard).containsExactly(WANTED);
  }

  @Test
  void readsNoLongManifestOnceItIsClosed() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) { // as many threads as there may be
      HashingTicket _ = state.hashing().submit(new Held(release), Urgency.PERSON);
    }
    try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> offer = background.submit(() -> offer(new byte[300_000]));
      await().until(() -> state.hashing().size() == 5);

      CompletableFuture<Void> closed = intake.close();

      offer.get();
      assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
      assertThat(heard).isEmpty();
    } finally {
      release.countDown();
    }
  }

  @Test
  void readsNoInfoDocumentThatThereIsNoMemoryFor() {
    byte[] document = new byte[5 << 20];
    intake = intake(new MagnetLink(2, hashOf(document), List.of(), null));

    offer(document);

    assertThat(heard).singleElement().isInstanceOf(MemoryShortage.class);
  }

  @Test
  void doesNotFailForTheMemoryOfWhatIsNotTheInfoDocument() {
    intake = intake(new MagnetLink(2, HASH, List.of(), null));

    offer(new byte[5 << 20]);

    assertThat(heard).containsExactly("unread");
    assertThat(memory.used()).isZero();
  }

  /** It may be no manifest at all: anybody can send it. */
  @Test
  void doesNotFailForTheMemoryOfWhatMayBeTheManifestOfVersion1() {
    offer(new byte[5 << 20]);

    assertThat(heard).containsExactly("unread");
    assertThat(memory.used()).isZero();
  }

  @ParameterizedTest
  @MethodSource("io.torrentinno.agent.testing.BadInfos#all")
  void failsForTheInfoDocumentThatTheLinkNamesWhenItBreaksARule(String info) {
    byte[] document = info.getBytes(UTF_8);
    MemoryBudget enough = new MemoryBudget(200 << 20);
    InfoHash infoHash = hashOf(document);
    intake =
        new ManifestIntake(
            wanted(new MagnetLink(2, infoHash, List.of(), null)),
            state.manifests().incoming(infoHash),
            enough,
            Runnable::run,
            this);

    offer(document);

    assertThat(heard).singleElement().isInstanceOf(ManifestException.class);
    assertThat(enough.used()).isZero();
  }

  private static InfoHash hashOf(byte[] document) {
    return InfoHash.of(Sha256.digest().digest(document), 0);
  }

  private static ManifestIntake.Wanted wanted(MagnetLink link) {
    return new ManifestIntake.Wanted(link, SignaturePolicy.off());
  }

  private ManifestIntake intake(MagnetLink link) {
    return new ManifestIntake(
        wanted(link), state.manifests().incoming(HASH), memory, Runnable::run, this);
  }

  private static byte[] written(ManifestV2 manifest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      manifest.bytes().writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void arrived(ResourceManifest manifest) {
    heard.add(manifest instanceof ManifestV1 known ? known.manifest() : manifest);
  }

  @Override
  public void failed(Exception failure) {
    heard.add(failure);
  }

  private void offer(byte[] text) {
    intake.begin();
    intake.keep(Bytes.copyOf(text), () -> {});
    check();
  }

  private void check() {
    intake.check(
        () -> intake.sign(List.of(), () -> heard.add("unsigned")),
        () -> heard.add("wrong"),
        () -> heard.add("unread"));
  }

  private Path folder() {
    return data.resolve(".torrentinno/resources").resolve(HASH.toString());
  }

  private static Manifest manifest(String name) {
    Manifest.Piece piece = new Manifest.Piece("ab".repeat(32), 3);
    return new Manifest("127.0.0.1", 8080, "", "2026-01-01T00:00:00", name, List.of(piece));
  }
}
