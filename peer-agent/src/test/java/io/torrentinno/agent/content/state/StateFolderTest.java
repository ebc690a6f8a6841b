package io.torrentinno.agent.content.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.manifests.IncomingManifest;
import io.torrentinno.agent.content.manifests.ManifestSlice;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir Path data;

  private StateFolder state;

  @BeforeEach
  void open() throws StorageException {
    state = StateFolder.open(data);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void keepsItsPeerIdForEver() throws Exception {
    PeerId first = state.peerId();
    reopen();

    assertThat(first.speaksTi2()).isTrue();
    assertThat(state.peerId()).isEqualTo(first);
  }

  /** The keys of its announces are made from it, and prove to trackers that it is this agent. */
  @Test
  void keepsItsAnnounceSecretForEverAndForItself() throws Exception {
    Bytes32 first = state.announceSecret();
    reopen();

    assertThat(state.announceSecret()).isEqualTo(first);
    assertThat(Files.getPosixFilePermissions(data.resolve(".torrentinno/announce-secret")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void makesANewAnnounceSecretWhenTheOldOneIsGarbled() throws Exception {
    Bytes32 first = state.announceSecret();
    Files.writeString(data.resolve(".torrentinno/announce-secret"), "cut off");
    reopen();
    Bytes32 second = state.announceSecret();
    reopen();

    assertThat(second).isNotEqualTo(first);
    assertThat(state.announceSecret()).isEqualTo(second);
  }

  @Test
  void takesANewPeerIdWhenTheOldOneIsGarbled() throws Exception {
    PeerId first = state.peerId();
    Files.write(data.resolve(".torrentinno/peer-id"), new byte[] {1, -1, 0});
    reopen();
    PeerId second = state.peerId();
    reopen();

    assertThat(second).isNotEqualTo(first);
    assertThat(state.peerId()).isEqualTo(second);
  }

  @Test
  void letsOnlyOneAgentIn() throws Exception {
    assertThatThrownBy(() -> StateFolder.open(data))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("another agent uses the data folder");

    reopen();
    assertThat(resources(state)).isEmpty();
  }

  @Test
  void loadsWhatWasSaved() throws Exception {
    SavedResource fetched = resource("fetched", data.resolve("fetched"), false);
    SavedResource shared = resource("shared", Path.of("/media/films/shared"), true);
    state.save(fetched);
    state.save(shared);
    SavedResource changed =
        fetched.with(new ResourceChoices(true, List.of(), new RateLimits(1000, 2000), true));
    state.save(changed);
    reopen();

    assertThat(resources(state)).containsExactlyInAnyOrder(changed, shared);
  }

  @Test
  void readsAStateThatIsOlderThanTheTrackersAndTheLimits() throws Exception {
    SavedResource shared = resource("shared", Path.of("/media/films/shared"), true);
    state.save(shared);
    Files.writeString(
        folderOf(shared).resolve("state.json"),
        "{\"file\":\"/media/films/shared\",\"inPlace\":true,\"paused\":true}");

    assertThat(resources(state)).containsExactly(shared.withPaused(true));
  }

  @Test
  void keepsTheTrackersThatALinkNamed() throws Exception {
    List<TrackerAddress> trackers = List.of(TrackerAddress.parse("[2001:db8::1]:80"));
    SavedResource resource =
        resource("film", data.resolve("film"), false)
            .with(new ResourceChoices(true, trackers, RateLimits.NONE, false));
    state.save(resource);
    reopen();

    assertThat(resources(state)).containsExactly(resource);
  }

  @Test
  void keepsALinkUntilItsManifestIsHere() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    SavedMagnet magnet = new SavedMagnet(resource.magnet(), true);
    state.save(magnet);
    IncomingManifest incoming = state.manifests().incoming(resource.infoHash());
    incoming.begin();
    incoming.append(Bytes.copyOf((byte) '{'));
    reopen();
    List<SavedMagnet> before = magnets(state);

    incoming.close();
    state.save(resource);

    assertThat(before).containsExactly(magnet);
    assertThat(magnets(state)).isEmpty();
    assertThat(resources(state)).containsExactly(resource);
    assertThat(filesIn(folderOf(resource))).containsExactly("manifest.json");
  }

  @Test
  void forgetsALink() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(new SavedMagnet(resource.magnet(), false));
    state.manifests().incoming(resource.infoHash()).begin();

    state.delete(resource.infoHash());

    assertThat(magnets(state)).isEmpty();
    assertThat(folderOf(resource)).doesNotExist();
  }

  @Test
  void looksForAResourceWhoseLinkIsDamaged() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(new SavedMagnet(resource.magnet(), true));

    for (String damaged :
        List.of(
            "",
            "null",
            "{}",
            "{\"link\":\"magnet:?dn=x\"}",
            "{\"link\":\"magnet:?xt=urn:torrentinno:" + "00".repeat(32) + "\"}")) {
      Files.writeString(folderOf(resource).resolve("magnet.json"), damaged);
      assertThat(state.load())
          .as(damaged)
          .singleElement()
          .isInstanceOfSatisfying(
              PersistedResource.Link.class,
              found -> {
                assertThat(found.magnet().link())
                    .isEqualTo(new MagnetLink(resource.infoHash(), List.of(), null));
                assertThat(found.fault()).contains("magnet.json is damaged", "add its link again");
              });
    }
  }

  @Test
  void readsAManifestInParts() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(resource);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    state.manifests().export(resource.manifest(), written);
    byte[] text = written.toByteArray();

    ManifestSlice head = state.manifests().read(resource.infoHash(), 0, 10);
    ManifestSlice tail = state.manifests().read(resource.infoHash(), 10, 1 << 16);
    ManifestSlice behind = state.manifests().read(resource.infoHash(), text.length, 1);

    assertThat(head).isEqualTo(new ManifestSlice(text.length, Bytes.copyOf(text, 0, 10)));
    assertThat(tail.bytes()).isEqualTo(Bytes.copyOf(text, 10, text.length - 10));
    assertThat(behind).isEqualTo(new ManifestSlice(text.length, Bytes.copyOf()));
  }

  @Test
  void movesWithItsDataFolder() throws Exception {
    Path old = Files.createDirectory(data.resolve("old"));
    try (StateFolder before = StateFolder.open(old)) {
      before.save(resource("film", old.resolve("film"), false));
    }
    Path moved = Files.move(old, data.resolve("moved"));

    try (StateFolder after = StateFolder.open(moved)) {
      assertThat(resources(after))
          .extracting(SavedResource::file)
          .containsExactly(moved.resolve("film"));
    }
  }

  @Test
  void forgetsWhatWasDeleted() throws Exception {
    Path film = Files.writeString(data.resolve("film"), "film");
    SavedResource resource = resource("film", film, false);
    state.save(resource);
    state.verification().saveVerified(resource, VerifiedContent.of(FileStamp.of(film)));

    state.delete(resource.infoHash());
    state.delete(resource.infoHash());

    assertThat(resources(state)).isEmpty();
    assertThat(folderOf(resource)).doesNotExist();
  }

  @Test
  void asksPeersForAManifestThatIsDamagedAndLeavesItWhereItIs() throws Exception {
    SavedResource good = resource("good", data.resolve("good"), false);
    List<TrackerAddress> trackers = List.of(TrackerAddress.parse("tracker.lan:80"));
    SavedResource bad =
        resource("bad", data.resolve("bad"), false)
            .with(new ResourceChoices(true, trackers, RateLimits.NONE, false));
    state.save(good);
    state.save(bad);
    Path manifest = folderOf(bad).resolve("manifest.json");
    byte[] whole = Files.readAllBytes(manifest);
    SavedMagnet magnet = new SavedMagnet(new MagnetLink(bad.infoHash(), trackers, null), true);

    for (int length = 0; length < whole.length - 1; length += 50) {
      Files.write(manifest, Arrays.copyOf(whole, length));
      assertThat(resources(state)).as("cut to %d bytes", length).containsExactly(good);
      assertThat(magnets(state)).as("cut to %d bytes", length).containsExactly(magnet);
    }
    assertThat(manifest).exists();
    assertThat(state.recall(bad.with(ResourceChoices.NONE)))
        .isEqualTo(new PersistedResource.Known(bad, null));
  }

  @Test
  void doesNotTakeTheManifestOfAnother() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(resource);
    Path folder = folderOf(resource);
    Files.move(folder, folder.resolveSibling("00".repeat(32)));
    Files.createFile(folder.resolveSibling("stray"));

    assertThat(resources(state)).isEmpty();
    assertThat(magnets(state))
        .extracting(it -> it.link().infoHash().toString())
        .containsExactly("00".repeat(32));
  }

  @Test
  void keepsOfADamagedStateWhatCanBeRead() throws Exception {
    SavedResource shared = resource("film", Path.of("/media/film"), true);
    state.save(shared.withPaused(true));
    String whole = Files.readString(folderOf(shared).resolve("state.json"));

    for (Damage each :
        List.of(
            new Damage("[]", "[null]", "trackers"),
            new Damage("[]", "[\"\"]", "trackers"),
            new Damage("[]", "7", "trackers"),
            new Damage("\"uploadPerSecond\":0", "\"uploadPerSecond\":-1", "limits"),
            new Damage("\"uploadPerSecond\":0", "\"uploadPerSecond\":1e400", "limits"),
            new Damage("\"uploadPerSecond\":0", "\"up\":0", "limits"),
            new Damage("\"sequential\":false", "\"sequential\":\"no\"", "sequential"))) {
      assertThat(whole).contains(each.whole);
      Files.writeString(
          folderOf(shared).resolve("state.json"), whole.replace(each.whole, each.damaged));

      PersistedResource found = state.load().getFirst();

      assertThat(found)
          .as(each.damaged)
          .isInstanceOfSatisfying(
              PersistedResource.Known.class,
              known -> assertThat(known.resource()).isEqualTo(shared.withPaused(true)));
      assertThat(found.fault()).as(each.damaged).contains("(not valid: " + each.field + ")");
    }
  }

  /** What is written instead of a part of {@code state.json}, and the field that it spoils. */
  private record Damage(String whole, String damaged, String field) {}

  @Test
  void writesNoFileOfWhichItIsNotSureAfterItsStateWasDamaged() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    SavedResource anybodys = resource.shared();
    state.save(resource.withPaused(true));

    for (String damaged :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "{}",
            "\0\0",
            "{\"file\":7}",
            "{\"file\":\"\\u0000\",\"inPlace\":true}",
            "{\"file\":\"../other\",\"inPlace\":false}")) {
      Files.writeString(folderOf(resource).resolve("state.json"), damaged);

      assertThat(resources(state)).as(damaged).containsExactly(resource);
      assertThat(state.load().getFirst().fault()).as(damaged).contains("Share the file again");
      Files.writeString(data.resolve("film"), "anybody's");
      assertThat(resources(state)).as(damaged).containsExactly(anybodys);
      Files.delete(data.resolve("film"));
    }
  }

  @Test
  void leavesNoHalfWrittenFileInTheWay() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    Path folder = Files.createDirectories(folderOf(resource));
    Files.writeString(folder.resolve("state.json.new"), "{\"fi");
    Files.writeString(folder.resolve("manifest.json.new"), "{\"track");
    List<SavedResource> before = resources(state);

    state.save(resource.withPaused(true));

    assertThat(before).isEmpty();
    assertThat(resources(state)).containsExactly(resource.withPaused(true));
    assertThat(filesIn(folder)).containsExactlyInAnyOrder("state.json", "manifest.json");
  }

  @Test
  void doesNotTakeTheStateOfADeletedResourceForThatOfANewOne() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(resource.withPaused(true));
    Files.delete(folderOf(resource).resolve("manifest.json")); // As far as a deletion came.

    state.save(resource);

    assertThat(resources(state)).containsExactly(resource);
  }

  @Test
  void savesManyAtATime() throws Exception {
    List<SavedResource> resources =
        IntStream.range(0, 200)
            .mapToObj(number -> resource("film" + number, data.resolve("film" + number), false))
            .toList();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> saves = new ArrayList<>();
      resources.forEach(it ->
          saves.add(() -> {
            state.save(it);
            return null;
          }));
      for (Future<Void> saved : threads.invokeAll(saves)) {
        saved.get();
      }
    }
    reopen();

    assertThat(resources(state)).containsExactlyInAnyOrderElementsOf(resources);
  }

  private static List<SavedResource> resources(StateFolder state) throws StorageException {
    return state.load().stream()
        .filter(PersistedResource.Known.class::isInstance)
        .map(it -> ((PersistedResource.Known) it).resource())
        .toList();
  }

  private static List<SavedMagnet> magnets(StateFolder state) throws StorageException {
    return state.load().stream()
        .filter(PersistedResource.Link.class::isInstance)
        .map(it -> ((PersistedResource.Link) it).magnet())
        .toList();
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> requireNonNull(file.getFileName()).toString()).toList();
    }
  }

  private void reopen() throws StorageException {
    state.close();
    state = StateFolder.open(data);
  }

  private Path folderOf(SavedResource resource) throws IOException {
    return data.toRealPath()
        .resolve(".torrentinno/resources")
        .resolve(resource.infoHash().toString());
  }

  private static SavedResource resource(String name, Path file, boolean inPlace) {
    Manifest.Piece piece = new Manifest.Piece("ab".repeat(32), 3);
    Manifest manifest =
        new Manifest("127.0.0.1", 8080, "", "2026-01-01T00:00:00", name, List.of(piece));
    return new SavedResource(ManifestV1.of(manifest), file, inPlace, ResourceChoices.NONE);
  }
}
