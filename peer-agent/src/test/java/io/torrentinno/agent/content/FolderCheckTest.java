package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.ContentStamps;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks of a finished folder, also such as are cut off, and what the next start makes of it. */
class FolderCheckTest extends FolderScene {
  private static final String FIRST = "README.md";
  private static final String OTHER = "weights/small.bin";

  @BeforeEach
  void fetch() throws Exception {
    fetchAll();
  }

  @Test
  void goesOnBehindTheFilesThatItHasRead() throws Exception {
    Scene.touch(folder.resolve(FIRST));
    Scene.touch(folder.resolve(OTHER));
    cutOffACheck();
    long recorded = Files.size(hashes());

    cutOffACheck();

    assertThat(Files.size(hashes())).isEqualTo(recorded); // It has read nothing twice.
    assertThat(start().isFull()).isTrue();
  }

  @Test
  void readsAFileAgainWhoseTimeWasPutBackAfterItIsCutOff() throws Exception {
    Scene.touch(folder.resolve(FIRST));
    Scene.touch(folder.resolve(OTHER));
    cutOffACheck();
    damageUnnoticed(FIRST);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
  }

  /** Cuts a check off when the first file is read. */
  private void cutOffACheck() throws Exception {
    storage.close();
    storage = scene.open(resource);
    Cancellation cancellation = new Cancellation();
    CheckRequest request =
        new CheckRequest(Urgency.PERSON, cancellation, (_, _) -> cancellation.cancel());
    assertThatThrownBy(() -> storage.prepare(request)).isInstanceOf(CancellationException.class);
  }

  private Path hashes() {
    return data.resolve(".torrentinno/resources/" + resource.infoHash() + "/hashes");
  }

  @Test
  void endsWhenItIsCancelledAlthoughNoFileIsRead() throws Exception {
    storage.close();
    storage = scene.open(resource);
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    CheckRequest request = new CheckRequest(Urgency.PERSON, cancellation, (_, _) -> {});

    assertThatThrownBy(() -> storage.prepare(request)).isInstanceOf(CancellationException.class);

    assertThat(start().isFull()).isTrue();
    assertThat(scene.hashed).isZero();
  }

  @Test
  void goesOnToReadEverythingWhenItIsCutOffBetweenTwoFiles() throws Exception {
    damageUnnoticed(OTHER);
    Cancellation cancellation = new Cancellation();
    CheckRequest request =
        new CheckRequest(Urgency.PERSON, cancellation, (_, _) -> cancellation.cancel());

    assertThatThrownBy(() -> storage.recheck(request)).isInstanceOf(CancellationException.class);

    assertThat(start().nextClear(0)).isEqualTo(sample.firstPiece(OTHER));
  }

  @Test
  void goesOnToReadEverythingWhenItIsCutOffBeforeItHasRead() throws Exception {
    damageUnnoticed(OTHER);

    cutOffARecheck();

    assertThat(start().nextClear(0)).isEqualTo(sample.firstPiece(OTHER));
  }

  @Test
  void overwritesNothingThatIsEditedAfterItIsCutOff() throws Exception {
    cutOffARecheck();
    Files.writeString(folder.resolve(OTHER), "mine");

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(folder.resolve(OTHER)).hasContent("mine");
  }

  @Test
  void deletesNothingThatTakesThePlaceOfALinkAfterItIsCutOff() throws Exception {
    cutOffARecheck();
    Files.delete(folder.resolve("bin/latest"));
    Files.writeString(folder.resolve("bin/latest"), "mine");

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(folder.resolve("bin/latest")).hasContent("mine");
  }

  @Test
  void remembersTheDamageThatItFindsInASharedFolder() throws Exception {
    Path shared = sample.writeTo(data.resolve("shared"));
    storage.close();
    resource = sample.sharedFrom(shared);
    scene.state().verification().saveVerified(resource, sample.verifiedAt(shared));
    folder = shared;
    damageUnnoticed(OTHER);
    storage = scene.open(resource);

    assertThat(Scene.refusal(() -> scene.recheck(storage))).isEqualTo(Reason.FILE_CHANGED);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
  }

  @Test
  void changesNoExecutableBitsBeforeAPersonAsksForACheck() throws Exception {
    Path file = folder.resolve(FIRST);
    assertThat(file.toFile().setExecutable(true)).isTrue();

    assertThat(start().isFull()).isTrue();
    assertThat(file).isExecutable();
    assertThat(scene.recheck(storage).isFull()).isTrue();

    assertThat(file.toFile().canExecute()).isFalse();
    assertThat(start().isFull()).isTrue();
    assertThat(scene.hashed).isZero();
  }

  @Test
  void readsNothingBehindALinkThatHasTakenThePlaceOfAFolder() throws Exception {
    Path moved = Files.move(folder.resolve("weights"), elsewhere.resolve("weights"));
    Files.createSymbolicLink(folder.resolve("weights"), moved);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(Scene.refusal(() -> scene.recheck(storage))).isEqualTo(Reason.FILE_CHANGED);
    assertThat(scene.hashed).isZero();
  }

  private void cutOffARecheck() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    CheckRequest request = new CheckRequest(Urgency.PERSON, cancellation, (_, _) -> {});
    assertThatThrownBy(() -> storage.recheck(request)).isInstanceOf(CancellationException.class);
  }

  /** The last moment before the folder loses its final name. */
  @Test
  void fetchesAgainWhenItIsCutOffBeforeTheFolderIsRenamed() throws Exception {
    damageUnnoticed(OTHER);
    storage.close();
    Bitfield matching = Bitfield.full(sample.count());
    matching.clear(sample.firstPiece(OTHER));
    try (Checkpoint checkpoint = scene.state().verification().checkpoint(resource)) {
      checkpoint.begin(matching);
      checkpoint.rest(Objects.requireNonNull(ContentStamps.of(resource)), false, true);
    }
    Files.createFile(data.resolve(".torrentinno/resources/" + resource.infoHash() + "/recheck"));

    assertThat(start()).isEqualTo(matching);
    assertThat(folder).doesNotExist();
  }

  @Test
  void believesWhatItHasReadToItsEnd() throws Exception {
    scene.recheck(storage);
    damageUnnoticed(OTHER);

    assertThat(start().isFull()).isTrue();
    assertThat(scene.hashed).isZero();
  }

  private Bitfield start() throws Exception {
    storage.close();
    storage = scene.open(resource);
    return scene.prepare(storage);
  }

  /** As a failing disk does. */
  private void damageUnnoticed(String name) throws Exception {
    Path file = folder.resolve(name);
    FileTime before = Files.getLastModifiedTime(file);
    Scene.damage(file, 1);
    Files.setLastModifiedTime(file, before);
  }
}
