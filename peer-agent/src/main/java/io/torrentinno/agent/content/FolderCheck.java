package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_CHANGED;

import io.torrentinno.agent.content.check.PieceCheck;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.ChangeTime;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.tree.ResourceTree;
import io.torrentinno.agent.content.tree.StampFile;
import io.torrentinno.agent.content.tree.TreeFiles;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.content.tree.TreeStates;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of a folder, and finds out which pieces match. Of the files that were verified
 * before, it reads only those that have changed. Changes no file.
 *
 * @param pool opens the files
 */
record FolderCheck(
    ResourceTree tree,
    Pieces pieces,
    Checkpoint checkpoint,
    PieceCheck check,
    StampFile stampFile,
    FilePool pool) {

  /** Blocking. The present stamps, dated; ends when the check is cancelled. */
  TreeStamps scan(TreePaths paths) throws StorageException {
    return TreeStamps.scanDated(paths, check::requireNotCancelled);
  }

  /** The entries with bytes that are unchanged since the checkpoint was written. */
  BitSet believed(@Nullable Recorded recorded, TreePaths paths, TreeStamps now)
      throws StorageException {
    BitSet believed = new BitSet();
    if (check.isRecheckUnfinished() || recorded == null) {
      return believed;
    }
    boolean cached = checkpoint.isOfThisBoot(recorded);
    BitSet files = withBytes();
    files.and(now.right());
    if (!recorded.isAtRest()) {
      return cached ? leftAlone(files, paths) : believed;
    }
    TreeStamps before = cached || recorded.isDurable() ? stampFile.read(tree.files()) : null;
    if (before == null) {
      return believed;
    }
    files.stream().filter(entry -> now.isSame(entry, before)).forEach(believed::set);
    return believed;
  }

  private BitSet leftAlone(BitSet entries, TreePaths paths) throws StorageException {
    BitSet alone = new BitSet();
    FileTime last = checkpoint.lastOwnChange();
    for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
      check.requireNotCancelled();
      alone.set(entry, !ChangeTime.isAfter(last, paths.of(entry)));
    }
    return alone;
  }

  /** Whether the files are unchanged since the checkpoint was written. */
  boolean isUntouched(@Nullable Recorded recorded, TreeStamps now) {
    BitSet wrong = withBytes(); // The stamp tells of these entries only.
    wrong.or(now.right());
    wrong.flip(0, tree.files().size());
    return wrong.isEmpty() && recorded != null && recorded.describes(now.together());
  }

  /**
   * Blocking. Reads all files that have the expected size and are not believed.
   *
   * @param believed the entries whose verified pieces count without reading them
   * @return the verified pieces of believed entries, and the pieces that match
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED} when a file changes while
   *     it is read
   */
  Bitfield read(TreePaths paths, TreeStamps now, @Nullable Recorded recorded, BitSet believed)
      throws StorageException, IOException {
    BitSet read = withBytes();
    read.and(now.right());
    read.andNot(believed);
    Bitfield found = new Bitfield(pieces.count());
    if (!read.isEmpty()) {
      try (TreeFiles files = TreeFiles.finished(pool, pieces, paths)) {
        found = check.run(files, new TreeStates(now, pieces), read);
      }
      requireStill(paths, now, read);
    }
    if (recorded != null) {
      Bitfield verified = recorded.verified();
      for (int piece = verified.nextSet(0); piece >= 0; piece = verified.nextSet(piece + 1)) {
        if (believed.get(pieces.entry(piece))) {
          found.set(piece);
        }
      }
    }
    return found;
  }

  private void requireStill(TreePaths paths, TreeStamps before, BitSet read)
      throws StorageException {
    TreeStamps after = scan(paths);
    int changed =
        read.stream().filter(entry -> !after.isSame(entry, before)).findFirst().orElse(-1);
    if (changed >= 0) {
      throw new StorageException(
          FILE_CHANGED,
          "the file changed while it was read: "
              + paths.of(changed)
              + ". Recheck the resource when nobody writes the file any more");
    }
  }

  /** The entries that have bytes. */
  BitSet withBytes() {
    BitSet files = new BitSet();
    for (int entry = 0; entry < tree.files().size(); entry++) {
      files.set(entry, tree.files().length(entry) > 0);
    }
    return files;
  }

  /** Whether somebody has written or replaced a file since this was recorded, if that is known. */
  boolean isFollowedByAnEdit(Recorded recorded, TreeStamps now) {
    TreeStamps before = recorded.isAtRest() ? stampFile.read(tree.files()) : null;
    return before != null && withBytes().stream().anyMatch(entry -> now.isNewerThan(entry, before));
  }

  /** All pieces of some entries. */
  Bitfield piecesOf(BitSet entries) {
    Bitfield all = new Bitfield(pieces.count());
    for (int piece = 0; piece < pieces.count(); piece++) {
      if (entries.get(pieces.entry(piece))) {
        all.set(piece);
      }
    }
    return all;
  }
}
