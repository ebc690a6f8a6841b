package io.torrentinno.protocol.manifest.tree;

/** The limits of the parts of a resource ({@code specs/manifest-v2.md}). */
public final class TreeLimits {
  /** The most entries of a resource. */
  public static final int ENTRIES = 500_000;

  /** The most folders of a resource, implied folders included. */
  public static final int FOLDERS = 500_000;

  /** The most pieces of all files. */
  public static final int PIECES = 1_000_000;

  /** The most names in a path. */
  public static final int DEPTH = 100;

  /** The longest path, in bytes of UTF-8, with one byte between two names. */
  public static final int PATH_BYTES = 3072;

  /** The longest target of a link, in bytes of UTF-8. */
  public static final int LINK_BYTES = 3072;

  /** How many links systems follow in a row. */
  public static final int LINKS_FOLLOWED = 40;

  /** The shortest piece in bytes, except for the last one of a file. */
  public static final int MIN_PIECE_LENGTH = 64 * 1024;

  /** The longest piece, in bytes. */
  public static final int MAX_PIECE_LENGTH = 16 * 1024 * 1024;

  /** The largest file, in bytes. */
  public static final long MAX_SIZE = (long) PIECES * MAX_PIECE_LENGTH;

  /** The usual largest number of pieces of a resource. */
  private static final int USUAL_PIECES = 2048;

  /**
   * The usual shortest piece of a resource that is one file. A file of one piece can be fetched at
   * once, because its root is the hash of the piece.
   */
  private static final int USUAL_IN_ONE_FILE = 256 * 1024;

  /** From this size on, in bytes, the pieces of one file are twice as long: fewer messages. */
  private static final long LARGE_FILE = 512L * 1024 * 1024;

  private TreeLimits() {}

  /** Whether a piece may have this length. */
  public static boolean isPieceLength(long length) {
    return length >= MIN_PIECE_LENGTH && length <= MAX_PIECE_LENGTH && Long.bitCount(length) == 1;
  }

  /**
   * The usual length of pieces, in bytes.
   *
   * @param size bytes of all files
   */
  public static int pieceLength(long size) {
    int length = MIN_PIECE_LENGTH;
    while (length < MAX_PIECE_LENGTH && size > (long) length * USUAL_PIECES) {
      length *= 2;
    }
    return length;
  }

  /**
   * The usual length of the pieces of a resource that is one file, in bytes.
   *
   * @param size bytes of the file
   */
  public static int pieceLengthOfFile(long size) {
    int shortest = size < LARGE_FILE ? USUAL_IN_ONE_FILE : 2 * USUAL_IN_ONE_FILE;
    return Math.max(shortest, pieceLength(size));
  }
}
