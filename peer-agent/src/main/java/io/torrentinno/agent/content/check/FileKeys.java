package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.hashing.PiecePlaces;
import io.torrentinno.protocol.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The keys of files in a log of hashes.
 *
 * @param boot the run of the machine. Bytes may have been hashed before they reached the disk, and
 *     be gone after a restart of the machine
 * @param places the lengths of the pieces
 * @param files the files, and their states before they are read
 */
record FileKeys(BootId boot, PiecePlaces places, FileStates files) {
  private static final int FIXED_BYTES = 5 * Long.BYTES + 3 * Integer.BYTES;

  /**
   * The key of a file that has pieces: the first 8 bytes, big-endian, of a SHA-256 over the run of
   * the machine, the size, the modification time, the change time (ctime) and the inode of the
   * file, the size of its first piece, the layer of its pieces in the hash tree, and its path.
   */
  long of(int file) {
    FileStamp.Dated state = files.stamp(file);
    int first = files.firstPiece(file);
    byte[] path = files.path(file).getBytes(StandardCharsets.UTF_8);
    ByteBuffer text =
        ByteBuffer.allocate(FIXED_BYTES + path.length)
            .putLong(boot.value().getMostSignificantBits())
            .putLong(boot.value().getLeastSignificantBits())
            .putLong(state.stamp().size())
            .putLong(state.stamp().modified())
            .putLong(state.changed())
            .putInt(state.stamp().fileId())
            .putInt(places.layout().size(first))
            .putInt(places.nodeLayer(first))
            .put(path);
    return ByteBuffer.wrap(Sha256.digest().digest(text.array())).getLong();
  }
}
