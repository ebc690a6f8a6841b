package io.torrentinno.agent.content.chosen;

import io.torrentinno.agent.content.disk.DiskSpace;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;

/** Room on the disk for files that are chosen later. */
public final class ChosenRoom {
  private ChosenRoom() {}

  /**
   * Blocking. Fails when more files are chosen than before, and there is no room for them. A file
   * that has begun has its room already.
   *
   * @param verified the pieces that are there
   * @throws StorageException {@link StorageException.Reason#DISK_FULL}
   */
  public static void require(SavedResource before, FileSelection chosen, Bitfield verified)
      throws StorageException {
    if (!(before.manifest() instanceof ManifestV2 manifest)) {
      return;
    }
    FileTree tree = manifest.files();
    boolean more = false;
    long bytes = 0;
    for (int entry = 0; entry < tree.size(); entry++) {
      if (!chosen.isSkipped(entry) && !hasBegun(tree, entry, verified)) {
        more |= before.choices().files().isSkipped(entry);
        bytes += tree.length(entry);
      }
    }
    if (more) {
      DiskSpace.require(before.part(), bytes);
    }
  }

  private static boolean hasBegun(FileTree tree, int entry, Bitfield verified) {
    int first = tree.firstPiece(entry);
    int piece = tree.pieces(entry) == 0 ? -1 : verified.nextSet(first);
    return piece >= 0 && piece < first + tree.pieces(entry);
  }
}
