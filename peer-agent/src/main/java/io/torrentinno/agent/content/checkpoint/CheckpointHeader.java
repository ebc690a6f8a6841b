package io.torrentinno.agent.content.checkpoint;

import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.FileStamp;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first 64 bytes of a checkpoint, integers big-endian: magic {@code TIPIECES} (8), version 1
 * (4), piece count (4), flags (4: 1 at rest, 2 durable, 4 finished), CRC-32C of the bits when at
 * rest (4), boot id (16), the file's size (8), modification time (8) and id (4, 0 when unknown)
 * when at rest, CRC-32C of these 60 bytes (4). The bits follow, high bit first as on the wire.
 *
 * @param pieces how many bits follow
 * @param boot the run of the machine in which it was written
 * @param rest the file when it was last at rest; null while it is written
 */
record CheckpointHeader(int pieces, BootId boot, @Nullable Rest rest) {
  static final int BYTES = 64;

  private static final long MAGIC = 0x54_49_50_49_45_43_45_53L; // "TIPIECES"
  private static final int VERSION = 1;
  private static final int AT_REST = 1;
  private static final int DURABLE = 2;
  private static final int FINISHED = 4;
  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

  /**
   * A file that nobody writes.
   *
   * @param stamp shows whether somebody has written it since
   * @param crc CRC-32C of the bits
   * @param durable whether the bytes reached the disk, and not just the page cache
   * @param finished whether the file has its final name
   */
  record Rest(FileStamp stamp, int crc, boolean durable, boolean finished) {}

  static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.putLong(MAGIC).putInt(VERSION).putInt(pieces);
    out.putInt(flags()).putInt(rest == null ? 0 : rest.crc);
    out.putLong(boot.value().getMostSignificantBits());
    out.putLong(boot.value().getLeastSignificantBits());
    out.putLong(rest == null ? 0 : rest.stamp.size());
    out.putLong(rest == null ? 0 : rest.stamp.modified());
    out.putInt(rest == null ? 0 : rest.stamp.fileId());
    out.putInt(crc(bytes, CHECKED_BYTES));
    return bytes;
  }

  /** Reads the first 64 of {@code bytes}; null when they are not a header. */
  static @Nullable CheckpointHeader parse(byte[] bytes) {
    if (bytes.length < BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long magic = in.getLong();
    int version = in.getInt();
    int pieces = in.getInt();
    int flags = in.getInt();
    int crc = in.getInt();
    BootId boot = new BootId(new UUID(in.getLong(), in.getLong()));
    FileStamp stamp = new FileStamp(in.getLong(), in.getLong(), in.getInt());
    if (magic != MAGIC
        || version != VERSION
        || in.getInt(CHECKED_BYTES) != crc(bytes, CHECKED_BYTES)) {
      return null;
    }
    boolean atRest = (flags & AT_REST) != 0;
    Rest rest = new Rest(stamp, crc, (flags & DURABLE) != 0, (flags & FINISHED) != 0);
    return new CheckpointHeader(pieces, boot, atRest ? rest : null);
  }

  private int flags() {
    if (rest == null) {
      return 0;
    }
    return AT_REST | (rest.durable ? DURABLE : 0) | (rest.finished ? FINISHED : 0);
  }
}
