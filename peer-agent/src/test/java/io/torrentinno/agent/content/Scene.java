package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A data folder with everything that a resource's storage needs, through several starts. */
public final class Scene implements AutoCloseable {
  static final BootId THIS_BOOT = new BootId(new UUID(1, 1));
  static final BootId NEXT_BOOT = new BootId(new UUID(2, 2));
  private static final String CHANGED = "unix:ctime";

  final Path data;
  public final WritePool pool = new WritePool(2, 1 << 20);
  public final Heard heard = new Heard();

  /** Bytes that the last prepare or recheck read and hashed. */
  public long hashed;

  /** How far it had come each time that it said so. */
  final List<Long> checks = new ArrayList<>();

  private StateFolder state;

  public Scene(Path data) throws StorageException {
    this.data = data;
    this.state = StateFolder.open(DataFolder.of(data.toAbsolutePath()), THIS_BOOT);
  }

  public StateFolder state() {
    return state;
  }

  /** What follows happens after the machine was started anew. */
  void reboot() throws StorageException {
    state.close();
    state = StateFolder.open(DataFolder.of(data.toAbsolutePath()), NEXT_BOOT);
  }

  /** Makes a finished resource look as it does for a second or more after its last piece. */
  void forgetFlush(SavedResource resource) throws Exception {
    try (Checkpoint written = state.verification().checkpoint(resource)) {
      written.resume(written.read().orElseThrow());
      written.rest(Objects.requireNonNull(written.finishedStamp()), false, true);
    }
  }

  public ResourceStorage open(SavedResource resource) throws StorageException {
    return ResourceStorage.open(resource, state, pool, heard);
  }

  public Bitfield prepare(ResourceStorage storage) throws StorageException {
    hashed = 0;
    checks.clear();
    return storage.prepare(CheckRequest.of((checked, _) -> heard(checked)));
  }

  Bitfield recheck(ResourceStorage storage) throws StorageException {
    hashed = 0;
    checks.clear();
    return storage.recheck(CheckRequest.of((checked, _) -> heard(checked)));
  }

  private void heard(long checked) {
    hashed = checked;
    checks.add(checked);
  }

  /** Writes and verifies pieces, and waits until the storage has said so. */
  public void fetch(ResourceStorage storage, Sample sample, int... pieces) {
    int news = heard.news().size();
    for (int piece : pieces) {
      storage.write(piece, 0, sample.bytes(piece, 0, sample.pieces().size(piece)));
      storage.verify(piece);
    }
    heard.waitFor(news + pieces.length);
  }

  /** Changes one byte of a file, as nobody should. */
  public static void damage(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
    touch(file);
  }

  /** Makes a file look changed, even if it was written a moment ago. */
  static void touch(Path file) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    Object changed = Files.getAttribute(file, CHANGED);
    do { // The file system's clock stands still for some milliseconds.
      Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 1000));
    } while (Files.getAttribute(file, CHANGED).equals(changed));
  }

  /** Why a call is refused. */
  public static StorageException.Reason refusal(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call).reason();
  }

  public static Bitfield pieces(int count, int... present) {
    Bitfield pieces = new Bitfield(count);
    for (int piece : present) {
      pieces.set(piece);
    }
    return pieces;
  }

  @Override
  public void close() {
    pool.close();
    state.close();
  }
}
