package io.torrentinno.agent.content.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(state.load()).isEmpty();
  }

  @Test
  void remembersWhatWasSaved() throws Exception {
    SavedResource fetched = resource("fetched", data.resolve("fetched"), false);
    SavedResource shared = resource("shared", Path.of("/media/films/shared"), true);
    state.save(fetched);
    state.save(shared);
    SavedResource changed =
        fetched.with(new ResourceChoices(true, List.of(), new RateLimits(1000, 2000), true));
    state.save(changed);
    reopen();

    assertThat(state.load()).containsExactlyInAnyOrder(changed, shared);
  }

  @Test
  void readsAStateThatIsOlderThanTheTrackersAndTheLimits() throws Exception {
    SavedResource shared = resource("shared", Path.of("/media/films/shared"), true);
    state.save(shared);
    Files.writeString(
        folderOf(shared).resolve("state.json"),
        "{\"file\":\"/media/films/shared\",\"inPlace\":true,\"paused\":true}");

    assertThat(state.load()).containsExactly(shared.withPaused(true));
  }

  @Test
  void remembersTheTrackersThatALinkNamed() throws Exception {
    List<TrackerAddress> trackers = List.of(TrackerAddress.parse("[2001:db8::1]:80"));
    SavedResource resource =
        resource("film", data.resolve("film"), false)
            .with(new ResourceChoices(true, trackers, RateLimits.NONE, false));
    state.save(resource);
    reopen();

    assertThat(state.load()).containsExactly(resource);
  }

  @Test
  void remembersALinkUntilItsManifestIsHere() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    SavedMagnet magnet = new SavedMagnet(resource.magnet(), true);
    state.save(magnet);
    IncomingManifest incoming = state.incomingManifest(resource.infoHash());
    incoming.begin();
    incoming.append(Bytes.copyOf((byte) '{'));
    reopen();
    List<SavedMagnet> before = state.loadMagnets();

    incoming.close();
    state.save(resource);

    assertThat(before).containsExactly(magnet);
    assertThat(state.loadMagnets()).isEmpty();
    assertThat(state.load()).containsExactly(resource);
    assertThat(filesIn(folderOf(resource))).containsExactly("manifest.json");
  }

  @Test
  void forgetsALink() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(new SavedMagnet(resource.magnet(), false));
    state.incomingManifest(resource.infoHash()).begin();

    state.delete(resource.infoHash());

    assertThat(state.loadMagnets()).isEmpty();
    assertThat(folderOf(resource)).doesNotExist();
  }

  @Test
  void skipsALinkThatItCanNotRead() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(new SavedMagnet(resource.magnet(), false));

    for (String garbled :
        List.of(
            "",
            "null",
            "{}",
            "{\"link\":\"magnet:?dn=x\"}",
            "{\"link\":\"magnet:?xt=urn:torrentinno:" + "00".repeat(32) + "\"}")) {
      Files.writeString(folderOf(resource).resolve("magnet.json"), garbled);
      assertThat(state.loadMagnets()).as(garbled).isEmpty();
    }
  }

  @Test
  void readsAManifestInParts() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(resource);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    state.exportManifest(resource.manifest(), written);
    byte[] text = written.toByteArray();

    ManifestSlice head = state.readManifest(resource.infoHash(), 0, 10);
    ManifestSlice tail = state.readManifest(resource.infoHash(), 10, 1 << 16);
    ManifestSlice behind = state.readManifest(resource.infoHash(), text.length, 1);

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
      assertThat(after.load())
          .extracting(SavedResource::file)
          .containsExactly(moved.resolve("film"));
    }
  }

  @Test
  void forgetsWhatWasDeleted() throws Exception {
    Path film = Files.writeString(data.resolve("film"), "film");
    SavedResource resource = resource("film", film, false);
    state.save(resource);
    state.saveVerified(resource, VerifiedContent.of(FileStamp.of(film)));

    state.delete(resource.infoHash());
    state.delete(resource.infoHash());

    assertThat(state.load()).isEmpty();
    assertThat(folderOf(resource)).doesNotExist();
  }

  @Test
  void skipsWhatItCanNotReadAndLeavesItWhereItIs() throws Exception {
    SavedResource good = resource("good", data.resolve("good"), false);
    SavedResource bad = resource("bad", data.resolve("bad"), false);
    state.save(good);
    state.save(bad);
    Path manifest = folderOf(bad).resolve("manifest.json");
    byte[] whole = Files.readAllBytes(manifest);

    for (int length = 0; length < whole.length - 1; length += 50) {
      Files.write(manifest, Arrays.copyOf(whole, length));
      assertThat(state.load()).as("cut to %d bytes", length).containsExactly(good);
    }
    assertThat(manifest).exists();
  }

  @Test
  void skipsAManifestInTheFolderOfAnother() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(resource);
    Path folder = folderOf(resource);
    Files.move(folder, folder.resolveSibling("00".repeat(32)));
    Files.createFile(folder.resolveSibling("stray"));

    assertThat(state.load()).isEmpty();
  }

  @Test
  void startsAResourceAfreshWhoseStateIsGarbled() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(resource.withPaused(true));

    for (String garbled :
        List.of("", "{", "null", "[]", "{}", "{\"file\":7}", "{\"file\":\"\\u0000\"}")) {
      Files.writeString(folderOf(resource).resolve("state.json"), garbled);
      assertThat(state.load()).as(garbled).containsExactly(resource);
    }
  }

  @Test
  void leavesNoHalfWrittenFileInTheWay() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    Path folder = Files.createDirectories(folderOf(resource));
    Files.writeString(folder.resolve("state.json.new"), "{\"fi");
    Files.writeString(folder.resolve("manifest.json.new"), "{\"track");
    List<SavedResource> before = state.load();

    state.save(resource.withPaused(true));

    assertThat(before).isEmpty();
    assertThat(state.load()).containsExactly(resource.withPaused(true));
    assertThat(filesIn(folder)).containsExactlyInAnyOrder("state.json", "manifest.json");
  }

  @Test
  void doesNotTakeTheStateOfADeletedResourceForThatOfANewOne() throws Exception {
    SavedResource resource = resource("film", data.resolve("film"), false);
    state.save(resource.withPaused(true));
    Files.delete(folderOf(resource).resolve("manifest.json")); // As far as a deletion came.

    state.save(resource);

    assertThat(state.load()).containsExactly(resource);
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

    assertThat(state.load()).containsExactlyInAnyOrderElementsOf(resources);
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
