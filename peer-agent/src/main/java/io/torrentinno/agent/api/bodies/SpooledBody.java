package io.torrentinno.agent.api.bodies;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A body that has arrived. A long one is in a file, so it takes no memory while the request waits.
 * Closing it deletes the file.
 */
public final class SpooledBody implements AutoCloseable {
  /** Bytes of the longest body that stays in memory. */
  public static final int IN_MEMORY = 16 * 1024;

  private final byte[] head;
  private final @Nullable Path file;
  private final long size;

  private SpooledBody(byte[] head, @Nullable Path file, long size) {
    this.head = head;
    this.file = file;
    this.size = size;
  }

  /**
   * Reads a body to its end.
   *
   * @param scratch a file that does not exist; it is created for a long body
   * @throws BodyRefused when it has more than {@code most} bytes
   */
  public static SpooledBody read(InputStream body, long most, Path scratch) throws IOException {
    InputStream limited = new LimitedInput(body, most);
    byte[] head = limited.readNBytes(IN_MEMORY);
    if (head.length < IN_MEMORY) {
      return new SpooledBody(head, null, head.length);
    }
    try (OutputStream out = Files.newOutputStream(scratch, StandardOpenOption.CREATE_NEW)) {
      out.write(head);
      long rest = limited.transferTo(out);
      return new SpooledBody(head, scratch, head.length + rest);
    } catch (IOException e) {
      Files.deleteIfExists(scratch);
      throw e;
    }
  }

  /** The length in bytes. */
  public long size() {
    return size;
  }

  /** The whole body if it is short enough to be in memory, else null. */
  public byte @Nullable [] inMemory() {
    return file == null ? head : null;
  }

  /** Reads it from the beginning; the stream is the caller's to close. */
  public InputStream open() throws IOException {
    return open(0, size);
  }

  /** Reads the bytes from {@code begin} to before {@code end}. */
  public InputStream open(long begin, long end) throws IOException {
    if (file == null) {
      return new ByteArrayInputStream(head, (int) begin, (int) (end - begin));
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(begin);
    return new Slice(Channels.newInputStream(channel), end - begin);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  /** Ends before its stream does. */
  private static final class Slice extends java.io.FilterInputStream {
    private long left;

    Slice(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      left--;
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      int read = in.read(target, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
