package io.torrentinno.agent.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file that is written as its real one is, and tells its {@link DiskJournal}. */
final class RecordedChannel extends WrappedChannel {
  private final DiskJournal journal;
  private final DiskJournal.Inode inode;

  RecordedChannel(FileChannel real, DiskJournal journal, DiskJournal.Inode inode) {
    super(real);
    this.journal = journal;
    this.inode = inode;
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    ByteBuffer copy = bytes.duplicate();
    int written = super.write(bytes, position);
    byte[] recorded = new byte[written];
    copy.get(recorded);
    journal.written(inode, position, recorded);
    return written;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    super.truncate(size);
    journal.truncated(inode, size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    super.force(false);
    journal.forced(inode);
  }
}
