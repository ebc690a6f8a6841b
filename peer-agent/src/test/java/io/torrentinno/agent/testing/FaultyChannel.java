package io.torrentinno.agent.testing;

import io.torrentinno.agent.testing.FaultyDisk.Fault;
import io.torrentinno.agent.testing.FaultyDisk.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An open file that fails as its {@link FaultyDisk} does. */
final class FaultyChannel extends WrappedChannel {
  private final FaultyDisk disk;
  private final Path path;

  FaultyChannel(FileChannel real, FaultyDisk disk, Path path) {
    super(real);
    this.disk = disk;
    this.path = path;
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    require(Step.WRITE);
    return super.write(bytes, position);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    require(Step.READ);
    return super.read(into, position);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    require(Step.WRITE);
    return super.truncate(size);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    require(Step.FLUSH);
    super.force(metaData);
  }

  private void require(Step step) throws IOException {
    Fault fault = disk.faultOf(step, path);
    if (fault != null) {
      throw fault.withOpenFile();
    }
  }
}
