package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.disk.FileStamp;

/**
 * The files in which pieces lie, and their states before they are read. The hashes of a file are
 * found again as long as its state is the same.
 */
public interface FileStates {
  /** The number of the file in which a piece lies, from 0. */
  int file(int piece);

  /** The first piece of a file; pieces count from 0 through all files. */
  int firstPiece(int file);

  /**
   * The path of a file, which tells it from the others, with {@code /} between its names; empty
   * when there are no others.
   */
  String path(int file);

  /** The state of a file that has pieces to hash, from before they are read. */
  FileStamp.Dated stamp(int file);

  /** A single file. */
  static FileStates of(FileStamp.Dated stamp) {
    return new FileStates() {
      @Override
      public int file(int piece) {
        return 0;
      }

      @Override
      public int firstPiece(int file) {
        return 0;
      }

      @Override
      public String path(int file) {
        return "";
      }

      @Override
      public FileStamp.Dated stamp(int file) {
        return stamp;
      }
    };
  }
}
