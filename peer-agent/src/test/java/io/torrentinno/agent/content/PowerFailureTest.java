package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.PersistedResource;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.agent.testing.DiskJournal;
import io.torrentinno.agent.testing.RecordingDisk;
import io.torrentinno.agent.testing.WrappedFileSystem;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever the power fails, nothing that was promised is lost, and nothing ends in an error. */
class PowerFailureTest {
  private static final int MOMENTS = 100;

  @TempDir Path folder;

  private final Sample download = Sample.ofPieces(30_000, 30_000, 30_000, 30_000, 30_000, 500);
  private final Sample single = Sample.ofPieces(20_000);
  private final Sample shared = Sample.ofPieces(25_000, 25_000, 100);
  private final Map<String, Sample> samples =
      Map.of("download", download, "single", single, "shared", shared, "again", shared);

  /** After how many changes something was promised. */
  private final Map<String, Integer> promised = new HashMap<>();

  @Test
  void losesNothingThatWasPromisedAndEndsInNoError() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    DiskJournal journal = new DiskJournal(real);
    change(recorded(journal, real), journal);

    for (int seed = 0; seed < MOMENTS; seed++) {
      Random random = new Random(seed);
      int moment = random.nextInt(journal.size() + 1);
      Path left = Files.createDirectory(folder.resolve("left-" + seed));
      journal.fail(moment, random, left);
      try {
        check(left, moment);
      } catch (StorageException | AssertionError e) {
        throw new AssertionError(
            "seed %d, %d of %d changes, %s".formatted(seed, moment, journal.size(), promised), e);
      }
    }
  }

  private void change(Path data, DiskJournal journal) throws Exception {
    try (Scene scene = new Scene(data)) {
      share(scene, "shared", journal);
      ResourceStorage first = fetch(scene, "single", journal);
      ResourceStorage second = fetch(scene, "download", journal);
      await().until(() -> first.isDurable() && second.isDurable());
      promised.put("single is here", journal.size());
      promised.put("download is here", journal.size());
      share(scene, "again", journal);
      second.close();
      first.close();
    }
  }

  private static Path recorded(DiskJournal journal, Path real) {
    return new WrappedFileSystem(new RecordingDisk(journal)).of(real);
  }

  private void share(Scene scene, String name, DiskJournal journal) throws Exception {
    SavedResource resource = saved(name, scene.data);
    try (OutputStream out = Files.newOutputStream(resource.file())) {
      out.write(sample(name).content());
    }
    scene
        .state()
        .verification()
        .saveVerified(resource, VerifiedContent.of(FileStamp.of(resource.file())));
    scene.state().save(resource);
    promised.put(name + " is here", journal.size());
  }

  private ResourceStorage fetch(Scene scene, String name, DiskJournal journal) throws Exception {
    Sample sample = sample(name);
    SavedResource resource = saved(name, scene.data);
    scene.state().save(resource);
    promised.put(name + " is known", journal.size());
    ResourceStorage storage = scene.open(resource);
    scene.prepare(storage);
    scene.fetch(storage, sample, IntStream.range(0, sample.pieces().count()).toArray());
    storage.complete(FileSelection.ALL);
    return storage;
  }

  private void check(Path left, int moment) throws StorageException, IOException {
    try (Scene scene = new Scene(recorded(new DiskJournal(left), left))) {
      scene.reboot();
      for (SavedResource resource : undamaged(scene)) {
        String name = resource.manifest().name();
        Sample sample = sample(name);
        Bitfield verified;
        try (ResourceStorage storage = scene.open(resource)) {
          verified = scene.prepare(storage);
          scene.fetch(storage, sample, missing(verified));
          storage.complete(FileSelection.ALL);
        }
        assertThat(resource.file()).hasBinaryContent(sample.content());
        if (moment >= Objects.requireNonNull(promised.get(name + " is here"))) {
          assertThat(verified.isFull()).as("%s has all its pieces", name).isTrue();
        }
      }
      for (Map.Entry<String, Integer> promise : promised.entrySet()) {
        if (moment >= promise.getValue()) {
          String name = promise.getKey().split(" ", 2)[0];
          assertThat(undamaged(scene))
              .as(promise.getKey())
              .anyMatch(resource -> resource.manifest().name().equals(name));
        }
      }
    }
  }

  private static List<SavedResource> undamaged(Scene scene) throws StorageException {
    List<PersistedResource> all = scene.state().load();
    assertThat(all).allMatch(it -> it.fault() == null);
    return all.stream().map(it -> ((PersistedResource.Known) it).resource()).toList();
  }

  private Sample sample(String name) {
    return Objects.requireNonNull(samples.get(name));
  }

  private SavedResource saved(String name, Path data) {
    Manifest some = sample(name).manifest();
    Manifest manifest =
        new Manifest(
            some.trackerIp(),
            some.trackerPort(),
            some.comment(),
            some.creationDate(),
            name,
            some.pieces());
    return new SavedResource(
        ManifestV1.of(manifest), data.resolve(name), false, ResourceChoices.NONE);
  }

  private static int[] missing(Bitfield verified) {
    return IntStream.range(0, verified.size()).filter(piece -> !verified.get(piece)).toArray();
  }
}
