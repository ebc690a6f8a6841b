package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.manifest.tree.FileTree;

/**
 * What an info document says of a resource. One made by the reader or the tree's builder is valid.
 *
 * @param name of the file, or of the folder that all paths begin in
 * @param pieceLength bytes of every piece but the last of a file
 * @param files the entries
 */
public record ResourceInfo(String name, int pieceLength, FileTree files) {
  public ResourceInfo {
    if (pieceLength != files.pieceLength()) {
      throw new IllegalArgumentException(
          "pieces of " + pieceLength + " bytes, and files in pieces of " + files.pieceLength());
    }
  }

  public ResourceInfo(String name, FileTree files) {
    this(name, files.pieceLength(), files);
  }
}
