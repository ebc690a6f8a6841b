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
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hashes of the first pieces of a file, on disk, so that hashing can continue after a restart.
 * The log begins with 32 bytes that name what was hashed, its <i>subject</i>. After these, there is
 * a record for each piece: its hash (32), and the CRC-32C of subject, number of the piece and hash
 * (4). The log only saves time: a record that cannot be written is left out, and a piece without a
 * valid record is hashed again. Used by one thread at a time.
 */
public final class HashLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HashLog.class);
  private static final int RECORD_BYTES = Bytes32.LENGTH + Integer.BYTES;

  /** How many records are written at a time. */
  private static final int BATCH = 128;

  private final Path path;
  private final Bytes32 subject;
  private final ByteBuffer batch = ByteBuffer.allocate(BATCH * RECORD_BYTES);

  /** How many records the file has. */
  private int written;

  private boolean broken;

  private HashLog(Path path, Bytes32 subject) {
    this.path = path;
    this.subject = subject;
  }

  /**
   * Opens a log, or begins a new one. Writes nothing yet.
   *
   * @param subject names the file and its state. A log with another subject counts as empty
   * @param recorded receives the hashes of the first pieces, in their order
   */
  public static HashLog open(Path path, Bytes32 subject, Consumer<PieceHash> recorded) {
    HashLog opened = new HashLog(path, subject);
    if (Files.isRegularFile(path)) {
      opened.read(recorded);
    }
    return opened;
  }

  /** How many hashes the log has, those included that are not written yet. */
  public int size() {
    return written + batch.position() / RECORD_BYTES;
  }

  /** Adds the hash of the next piece. It is written to the disk later, together with others. */
  public void append(PieceHash hash) {
    int number = size();
    hash.value().writeTo(batch.array(), batch.position());
    batch.position(batch.position() + Bytes32.LENGTH);
    batch.putInt(crc(number, batch.array(), batch.position() - Bytes32.LENGTH));
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
          write(file, ByteBuffer.wrap(subject.toBytes()), 0);
        }
        long end = Bytes32.LENGTH + (long) written * RECORD_BYTES;
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

  private void read(Consumer<PieceHash> recorded) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      byte[] record = in.readNBytes(Bytes32.LENGTH);
      if (record.length < Bytes32.LENGTH || !Bytes32.of(record, 0).equals(subject)) {
        return;
      }
      for (record = in.readNBytes(RECORD_BYTES);
          record.length == RECORD_BYTES && isValid(record);
          record = in.readNBytes(RECORD_BYTES)) {
        recorded.accept(PieceHash.of(record, 0));
        written++;
      }
    } catch (IOException e) {
      log.debug("{} can't be read further", path, e);
    }
  }

  private boolean isValid(byte[] record) {
    int crc = ByteBuffer.wrap(record).getInt(Bytes32.LENGTH);
    return crc == crc(written, record, 0);
  }

  private int crc(int number, byte[] hash, int offset) {
    CRC32C crc = new CRC32C();
    crc.update(subject.toBytes());
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    crc.update(hash, offset, Bytes32.LENGTH);
    return (int) crc.getValue();
  }
}
