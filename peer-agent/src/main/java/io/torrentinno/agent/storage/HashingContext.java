package io.torrentinno.agent.storage;

import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.hashing.Sha256;
import io.torrentinno.protocol.model.Bytes32;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * With what a file is hashed, and where the hashes are kept meanwhile.
 *
 * @param log of a resource or a share
 * @param boot during which the log can be believed
 */
record HashingContext(HashingPool pool, FilePool files, Path log, BootId boot) {
  private static final int SUBJECT_BYTES = 48;

  /** What a log is about: a file in one state, cut into pieces. */
  Bytes32 subject(FileStamp stamp, long length, int pieces) {
    byte[] text =
        ByteBuffer.allocate(SUBJECT_BYTES)
            .putLong(boot.value().getMostSignificantBits())
            .putLong(boot.value().getLeastSignificantBits())
            .putLong(stamp.size())
            .putLong(stamp.modified())
            .putInt(stamp.fileId())
            .putLong(length)
            .putInt(pieces)
            .array();
    return Bytes32.of(Sha256.digest().digest(text), 0);
  }
}
