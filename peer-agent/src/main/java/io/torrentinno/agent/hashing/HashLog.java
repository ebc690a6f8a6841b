package io.torrentinno.agent.hashing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PieceHash;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes of pieces on disk, so that hashing can continue after a restart. The log begins with
 * {@code TIHASHES} (8 bytes). After these, there is a record for each hash: the key of the file and
 * its state (8), the number of the piece in the file (4), the hash (32), and the CRC-32C of these
 * 44 bytes (4). Integers are big-endian. So the hashes of a file that has changed since are not
 * found any more, and those of other files are. The log only saves time: a record that cannot be
 * written is left out, and a piece without a valid record is hashed again. Used by one thread at a
 * time.
 */
public final class HashLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HashLog.class);
  private static final long MAGIC = 0x54_49_48_41_53_48_45_53L; // "TIHASHES"
  private static final int HASH_AT = Long.BYTES + Integer.BYTES;
  private static final int CHECKED_BYTES = HASH_AT + Bytes32.LENGTH;
  private static final int RECORD_BYTES = CHECKED_BYTES + Integer.BYTES;

  /** How many records are written at a time. */
  private static final int BATCH = 128;

  private final Path path;
  private final ByteBuffer batch = ByteBuffer.allocate(BATCH * RECORD_BYTES);

  /** How many records the file has. */
  private int written;

  private boolean broken;

  private HashLog(Path path) {
    this.path = path;
  }

  /** Receives records. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes a record.
     *
     * @param file the key of the file and its state
     * @param number of the piece in the file
     */
    void recorded(long file, int number, PieceHash hash);
  }

  /**
   * Opens a log, or begins a new one. Writes nothing yet. What an earlier release has written
   * counts as empty.
   *
   * @param reader receives the records, in the order in which they were appended
   */
  public static HashLog open(Path path, Reader reader) {
    HashLog opened = new HashLog(path);
    if (Files.isRegularFile(path)) {
      opened.read(reader);
    }
    return opened;
  }

  /**
   * Adds a hash. It is written to the disk later, together with others.
   *
   * @param file the key of the file and its state
   * @param number of the piece in the file
   */
  public void append(long file, int number, PieceHash hash) {
    int begin = batch.position();
    batch.putLong(file).putInt(number);
    hash.value().writeTo(batch.array(), begin + HASH_AT);
    batch.position(begin + CHECKED_BYTES);
    batch.putInt(crc(batch.array(), begin));
    if (!batch.hasRemaining()) {
      flush();
    }
  }

  /** Deletes the log. */
  public void delete() {
    batch.clear();
    broken = true;
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.debug("{} can't be deleted", path, e);
    }
  }

  /** Writes the hashes that are not written yet. */
  @Override
  public void close() {
    flush();
  }

  private void flush() {
    batch.flip();
    int records = batch.remaining() / RECORD_BYTES;
    if (records > 0 && !broken) {
      try (FileChannel file = FileChannel.open(path, CREATE, WRITE)) {
        if (written == 0) {
          write(file, ByteBuffer.allocate(Long.BYTES).putLong(MAGIC).flip(), 0);
        }
        long end = Long.BYTES + (long) written * RECORD_BYTES;
        file.truncate(end);
        write(file, batch, end);
      } catch (IOException e) {
        log.debug("{} can't be written", path, e);
        broken = true;
      }
    }
    written += records;
    batch.clear();
  }

  private static void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  private void read(Reader reader) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      byte[] head = in.readNBytes(Long.BYTES);
      if (head.length < Long.BYTES || ByteBuffer.wrap(head).getLong() != MAGIC) {
        return;
      }
      for (byte[] record = in.readNBytes(RECORD_BYTES);
          record.length == RECORD_BYTES && isValid(record);
          record = in.readNBytes(RECORD_BYTES)) {
        ByteBuffer fields = ByteBuffer.wrap(record);
        reader.recorded(fields.getLong(), fields.getInt(), PieceHash.of(record, HASH_AT));
        written++;
      }
    } catch (IOException e) {
      log.debug("{} can't be read further", path, e);
    }
  }

  private static boolean isValid(byte[] record) {
    return ByteBuffer.wrap(record).getInt(CHECKED_BYTES) == crc(record, 0);
  }

  private static int crc(byte[] records, int begin) {
    CRC32C crc = new CRC32C();
    crc.update(records, begin, CHECKED_BYTES);
    return (int) crc.getValue();
  }
}
