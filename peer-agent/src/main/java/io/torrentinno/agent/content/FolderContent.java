package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_CHANGED;

import io.torrentinno.agent.content.Preparation.Found;
import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.check.FileHashing;
import io.torrentinno.agent.content.check.PieceCheck;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.FileWatch;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.tree.FileLinks;
import io.torrentinno.agent.content.tree.ResourceTree;
import io.torrentinno.agent.content.tree.StampFile;
import io.torrentinno.agent.content.tree.TreeFiles;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A resource that is a folder. */
final class FolderContent implements Content {
  /** The number of entries that are checked in one turn. */
  private static final int LOOKED_AT = 512;

  private final ResourceTree tree;
  private final Pieces pieces;
  private final Checkpoint checkpoint;
  private final FileHashing hashing;
  private final StampFile stampFile;
  private final FileSelection chosen;

  /** Of the finished folder, or of the files that were there last; null before that. */
  private @Nullable TreeStamps stamps;

  /** The complete files; in a finished folder all files. */
  private BitSet whole = new BitSet();

  private volatile @Nullable TreeFiles files;
  private volatile @Nullable ContentWatch watch;

  FolderContent(
      ResourceTree tree,
      Pieces pieces,
      Checkpoint checkpoint,
      FileHashing hashing,
      StampFile stampFile,
      FileSelection chosen) {
    this.tree = tree;
    this.pieces = pieces;
    this.checkpoint = checkpoint;
    this.hashing = hashing;
    this.stampFile = stampFile;
    this.chosen = chosen;
  }

  @Override
  public Path path() {
    return tree.path();
  }

  @Override
  public Path part() {
    return tree.part();
  }

  @Override
  public Found prepare(CheckRequest request, boolean everything, ChosenPlace place, FileLinks links)
      throws StorageException, IOException {
    close();
    PieceCheck check = new PieceCheck(pieces, hashing, request);
    FolderPreparation preparation =
        new FolderPreparation(
            tree, pieces, checkpoint, check, place, stampFile, hashing.files(), entries(chosen));
    Found found = preparation.run(everything, links);
    stamps = preparation.stamps();
    whole = whole(found.verified());
    files =
        found.finished()
            ? TreeFiles.finished(hashing.files(), pieces, tree.finished())
            : TreeFiles.unfinished(
                hashing.files(), pieces, tree.unfinished(), preparation.stamps().right());
    return found;
  }

  @Override
  public void openToRead(Recorded recorded) throws StorageException {
    TreePaths paths = recorded.isFinished() ? tree.finished() : tree.unfinished();
    TreeStamps verified = recorded.isAtRest() ? stampFile.read(tree.files()) : null;
    if (verified == null || !(recorded.isDurable() || checkpoint.isOfThisBoot(recorded))) {
      throw new StorageException(
          FILE_CHANGED, "it is not known whether the files of " + tree.path() + " were changed");
    }
    stamps = verified;
    files = TreeFiles.finished(hashing.files(), pieces, paths);
    // Nothing is written now, so files that are incomplete must stay as they are, too.
    watch = new FinishedWatch(paths, verified, whole(Bitfield.full(pieces.count())));
  }

  @Override
  public @Nullable PieceFiles files() {
    return files;
  }

  @Override
  public Path fileOf(int piece) {
    return tree.unfinished().of(pieces.entry(piece));
  }

  @Override
  public @Nullable ContentWatch watch() {
    return watch;
  }

  @Override
  public void beginWatch(@Nullable FileStamp finished) throws StorageException {
    TreeStamps verified = stamps;
    boolean mayChange = finished != null || tree.isThere() || !whole.isEmpty(); // By other names.
    watch =
        verified == null || !mayChange
            ? new PartWatch()
            : new FinishedWatch(
                finished == null ? tree.unfinished() : tree.finished(), verified, whole);
  }

  @Override
  public void endWatch() {
    watch = null;
  }

  @Override
  public FileStamp partStamp() throws StorageException, IOException {
    TreeStamps now = TreeStamps.scan(tree.unfinished());
    stampFile.write(now);
    stamps = now;
    return now.together();
  }

  /** Creates what a tree has besides the bytes of files, and then renames the folder. */
  @Override
  public void finish() throws StorageException, IOException {
    TreeFiles open = files;
    if (open == null) {
      throw new ClosedChannelException();
    }
    if (tree.isThere()) {
      BitSet all = entries(FileSelection.ALL);
      tree.published().requireFree(all);
      tree.published().publish(all);
      open.moveTo(tree.finished(), tree::deletePart);
    } else {
      completePart();
      open.moveTo(tree.finished(), tree::rename);
    }
    whole = whole(Bitfield.full(pieces.count()));
  }

  @Override
  public boolean publish(FileSelection files, Bitfield verified)
      throws StorageException, IOException {
    BitSet entries = entries(files);
    BitSet present = whole(verified);
    BitSet missing = (BitSet) entries.clone();
    missing.andNot(present);
    if (missing.stream().anyMatch(entry -> tree.files().length(entry) > 0)) {
      return false;
    }
    tree.published().requireFree(entries);
    TreeStamps now = TreeStamps.scan(tree.unfinished());
    stampFile.write(now); // So that only what is unchanged is ever deleted.
    tree.published().publish(entries);
    stamps = now;
    whole = present;
    beginWatch(null);
    return true;
  }

  private BitSet entries(FileSelection files) {
    BitSet entries = new BitSet();
    for (int entry = 0; entry < tree.files().size(); entry++) {
      entries.set(entry, !files.isSkipped(entry));
    }
    return entries;
  }

  /** The files of which every piece is verified. */
  private BitSet whole(Bitfield verified) {
    BitSet files = new BitSet();
    for (int entry = 0; entry < tree.files().size(); entry++) {
      files.set(entry, tree.files().length(entry) > 0);
    }
    for (int piece = verified.nextClear(0); piece >= 0; piece = verified.nextClear(piece + 1)) {
      files.clear(pieces.entry(piece));
    }
    return files;
  }

  @Override
  public void completePart() throws IOException {
    tree.makeRest();
  }

  @Override
  public void replace() throws IOException {
    TreeFiles open = files;
    if (open == null) {
      throw new ClosedChannelException();
    }
    open.moveTo(tree.finished(), tree::replace);
    whole = whole(Bitfield.full(pieces.count()));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Each opening has its own watch.
  public @Nullable IOException force() throws IOException {
    TreeFiles open = files;
    if (open == null) {
      throw new ClosedChannelException();
    }
    try {
      tree.force(checkpoint.isFinished());
      return null;
    } catch (IOException e) {
      if (files != open) {
        throw new ClosedChannelException(); // The folder was closed or renamed meanwhile.
      }
      return e;
    }
  }

  @Override
  public void close() {
    watch = null;
    closeFiles();
  }

  private void closeFiles() {
    TreeFiles open = files;
    files = null;
    if (open != null) {
      open.close();
    }
  }

  /** Files that are written must only exist, and reading them shows that. */
  private static final class PartWatch implements ContentWatch {
    @Override
    public void requireUnchanged(int piece) {}

    @Override
    public void requireUnchanged() {}
  }

  /** Looks at files that others may change under the final name. */
  private final class FinishedWatch implements ContentWatch {
    private final TreePaths paths;
    private final TreeStamps verified;
    private final BitSet watched;
    private int next;

    /** The entry that was found changed, which is checked first. */
    private int suspect = -1;

    FinishedWatch(TreePaths paths, TreeStamps verified, BitSet watched) {
      this.paths = paths;
      this.verified = verified;
      this.watched = watched;
    }

    @Override
    public void requireUnchanged(int piece) throws StorageException {
      int entry = pieces.entry(piece);
      if (watched.get(entry)) {
        look(entry);
      }
    }

    @Override
    public synchronized void requireUnchanged() throws StorageException {
      int count = tree.files().size();
      if (suspect >= 0) {
        look(suspect);
        suspect = -1;
      }
      for (int left = Math.min(count, LOOKED_AT); left > 0; left--) {
        if (next >= count) {
          next = 0;
        }
        int entry = next++;
        if (watched.get(entry)) {
          suspect = entry;
          look(entry);
          suspect = -1;
        }
      }
    }

    private void look(int entry) throws StorageException {
      new FileWatch(paths.of(entry), verified.of(entry), true).requireUnchanged();
    }
  }
}
