package io.torrentinno.agent.api.bodies;

import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import java.io.File;
import java.nio.file.Path;

/** The free space of the disk. Each upload that is under way has claimed its length of it. */
public final class UploadRoom {
  private final Path folder;
  private final Runnable none;
  private int claims;
  private long claimed;

  /** The free bytes before any of the claimed bytes arrived. */
  private long before;

  /**
   * The free space of a disk, of which nothing is claimed.
   *
   * @param folder where uploads arrive
   * @param none called when no upload is under way any more, and before another one begins
   */
  public UploadRoom(Path folder, Runnable none) {
    this.folder = folder;
    this.none = none;
  }

  /**
   * Claims room for an upload.
   *
   * @param length its bytes; negative when that is unknown
   * @throws BodyRefused when the disk has too little room for this upload and the rest of the
   *     others
   */
  Claim claim(long length) throws BodyRefused {
    long wanted = Math.max(0, length);
    claim(wanted, usable());
    return new Claim(wanted);
  }

  /**
   * Asks the system itself, because {@code Files.getFileStore} needs the folder's mount to be
   * listed.
   */
  private long usable() {
    File place = folder.toFile();
    // Some file systems do not tell.
    return place.getTotalSpace() > 0 ? place.getUsableSpace() : Long.MAX_VALUE;
  }

  private synchronized void claim(long wanted, long usable) throws BodyRefused {
    before = claimed == 0 ? usable : before;
    long arrived = Math.clamp(before - usable, 0, claimed);
    long free = Math.max(0, usable - (claimed - arrived));
    if (wanted > free) {
      throw new BodyRefused(
          Reason.NO_DISK_SPACE,
          "the upload has " + wanted + " bytes; the disk of the data folder has room for " + free);
    }
    claimed += wanted;
    claims++;
  }

  private synchronized void release(long bytes) {
    claimed -= bytes;
    before -= bytes; // it stays on the disk
    claims--;
    if (claims == 0) {
      none.run();
    }
  }

  /** Room that is kept until this is closed. */
  final class Claim implements AutoCloseable {
    private final long bytes;

    private Claim(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      release(bytes);
    }
  }
}
