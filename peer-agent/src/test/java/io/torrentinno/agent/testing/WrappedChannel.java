package io.torrentinno.agent.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file that is used as its real one is, but for what a subclass does. */
abstract class WrappedChannel extends FileChannel {
  final FileChannel real;

  WrappedChannel(FileChannel real) {
    this.real = real;
  }

  @Override
  public final int write(ByteBuffer bytes) throws IOException {
    long before = real.position();
    int written = write(bytes, before);
    real.position(before + written);
    return written;
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    return real.write(bytes, position);
  }

  @Override
  public final int read(ByteBuffer into) throws IOException {
    long before = real.position();
    int read = read(into, before);
    real.position(before + Math.max(read, 0));
    return read;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return real.read(into, position);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    real.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    real.force(metaData);
  }

  @Override
  public final long position() throws IOException {
    return real.position();
  }

  @Override
  public final FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public final long size() throws IOException {
    return real.size();
  }

  @Override
  public final long transferTo(long position, long count, WritableByteChannel target)
      throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public final FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public final FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected final void implCloseChannel() throws IOException {
    real.close();
  }

  @Override
  public final long write(ByteBuffer[] buffers, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final long read(ByteBuffer[] buffers, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }
}
