package io.torrentinno.agent.net;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A part of a file that stays open when the part has been sent. */
final class BlockRegion extends DefaultFileRegion {
  BlockRegion(FileChannel file, long position, long length) {
    super(file, position, length);
  }

  @Override
  protected void deallocate() {
    // the storage owns the file
  }
}
