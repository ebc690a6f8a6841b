package io.torrentinno.agent.content.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.manifests.IncomingManifest;
import io.torrentinno.agent.content.manifests.ManifestSlice;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateFolderTest extends StateFolderScene {
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
}
