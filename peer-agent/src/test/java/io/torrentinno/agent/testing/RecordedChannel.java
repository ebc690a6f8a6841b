package io.torrentinno.agent.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file that is written as its real one is, and tells its {@link DiskJournal}. */
final class RecordedChannel extends FileChannel {
  private final FileChannel real;
  private final DiskJournal journal;
  private final DiskJournal.Inode inode;

  RecordedChannel(FileChannel real, DiskJournal journal, DiskJournal.Inode inode) {
    this.real = real;
    this.journal = journal;
    this.inode = inode;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    long before = real.position();
    int written = write(bytes, before);
    real.position(before + written);
    return written;
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    ByteBuffer copy = bytes.duplicate();
    int written = real.write(bytes, position);
    byte[] recorded = new byte[written];
    copy.get(recorded);
    journal.written(inode, position, recorded);
    return written;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    real.truncate(size);
    journal.truncated(inode, size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    real.force(false);
    journal.forced(inode);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return real.read(into);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return real.read(into, position);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real.transferTo(position, count, target);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }

  @Override
  public long write(ByteBuffer[] buffers, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] buffers, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }
}
