package io.torrentinno.agent.content.tree;

import io.torrentinno.agent.content.hashes.PieceHashes;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Gives a download that begins whole files of finished downloads, as hard links. Then both
 * downloads have the same file. It takes its disk space once, and a change in one download is also
 * a change in the other. Blocking.
 */
public interface FileLinks {
  /** Gives no files. */
  FileLinks NONE =
      new FileLinks() {
        @Override
        public BitSet find(BitSet wanted, PieceHashes hashes) {
          return new BitSet();
        }

        @Override
        public boolean link(int entry, Path name) {
          return false;
        }

        @Override
        public long bytes() {
          return 0;
        }
      };

  /**
   * Looks for files; to be called first.
   *
   * @param wanted the entries that are missing
   * @param hashes of the pieces that are missing; gets those of the files that are found
   * @return the entries that {@link #link} may be called for
   */
  BitSet find(BitSet wanted, PieceHashes hashes);

  /**
   * Gives the file of an entry another name, which must be free.
   *
   * @return false when that can't be done, or the file was changed after it was verified
   */
  boolean link(int entry, Path name);

  /** The number of bytes of the linked files. */
  long bytes();
}
