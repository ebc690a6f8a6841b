package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.manifest.tree.FileTree;

/**
 * The contents of an info document. It is valid when the reader or the tree's builder made it.
 *
 * @param name of the file, or of the folder in which all paths begin
 * @param pieceLength bytes of every piece except the last one of a file
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
