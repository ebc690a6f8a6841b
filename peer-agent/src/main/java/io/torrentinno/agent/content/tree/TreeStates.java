package io.torrentinno.agent.content.tree;

import io.torrentinno.agent.content.check.FileStates;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.disk.FileStamp;

/**
 * The files of a tree, for hashing.
 *
 * @param stamps as {@link TreeStamps#scanDated} found them. Others have no change times (ctime), so
 *     that a file whose modification time was set back is not noticed
 * @param pieces the pieces of the tree
 */
public record TreeStates(TreeStamps stamps, Pieces pieces) implements FileStates {
  @Override
  public int file(int piece) {
    return pieces.entry(piece);
  }

  @Override
  public int firstPiece(int file) {
    return stamps.tree().firstPiece(file);
  }

  @Override
  public String path(int file) {
    return String.join("/", stamps.tree().path(file));
  }

  @Override
  public FileStamp.Dated stamp(int file) {
    return stamps.dated(file);
  }
}
