package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.hashing.PiecePlaces;
import io.torrentinno.protocol.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The names of files and their states in a log of hashes.
 *
 * @param boot the run of the machine: after another one, bytes may be missing that were hashed
 *     before they reached the disk
 */
record FileKeys(BootId boot, PiecePlaces places, FileStates files) {
  private static final int FIXED_BYTES = 5 * Long.BYTES + 3 * Integer.BYTES;

  /** The name of a file that has pieces. Another state, or another length of pieces, changes it. */
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
