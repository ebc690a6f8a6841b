package io.torrentinno.agent.net.pacing;

import io.netty.channel.DefaultFileRegion;
import io.torrentinno.agent.files.OpenFile;

/** A part of a file. It keeps the file open until the part was sent or cannot be sent. */
final class BlockRegion extends DefaultFileRegion {
  private final OpenFile file;

  BlockRegion(OpenFile file, long position, long length) {
    super(file.retain().channel(), position, length);
    this.file = file;
  }

  @Override
  protected void deallocate() {
    file.release();
  }
}
