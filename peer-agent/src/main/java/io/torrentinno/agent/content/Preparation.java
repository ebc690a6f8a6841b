package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_CHANGED;
import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_EXISTS;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.check.PieceCheck;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.ResourceFile;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.tree.ExecutableBits;
import io.torrentinno.agent.content.tree.FileLinks;
import io.torrentinno.agent.content.tree.Mismatch;
import io.torrentinno.agent.content.tree.Modes;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Finds out which pieces of a resource are on disk, and creates the file if there is none. */
final class Preparation {
  private final ResourceFile file;
  private final Pieces pieces;
  private final Checkpoint checkpoint;
  private final PieceCheck check;
  private final ChosenPlace place;

  Preparation(
      ResourceFile file,
      Pieces pieces,
      Checkpoint checkpoint,
      PieceCheck check,
      ChosenPlace place) {
    this.file = file;
    this.pieces = pieces;
    this.checkpoint = checkpoint;
    this.check = check;
    this.place = place;
  }

  /**
   * The result.
   *
   * @param finished whether the file has its final name
   */
  record Found(Bitfield verified, boolean finished) {}

  /**
   * Checks what is there, reads it if necessary, and creates the part file if there is nothing.
   *
   * @param everything whether to read all of it, whatever the checkpoint says
   * @param links may give a new part file its bytes
   */
  Found run(boolean everything, FileLinks links) throws StorageException, IOException {
    if (everything) {
      check.startAnew();
    } else if (check.hasRecorded()) {
      check.markUnfinished(); // An older release left hashes without a mark of the recheck.
    }
    Recorded recorded = checkpoint.read().orElse(null);
    if (file.hasTwoNames()) {
      file.deletePart(); // What has the final name must never be written.
    }
    Found found =
        file.inPlace() || file.isThere() ? finished(recorded, everything) : part(recorded, links);
    check.end(); // Not after a failure, because its results must not be forgotten.
    return found;
  }

  private Found finished(@Nullable Recorded recorded, boolean asked)
      throws StorageException, IOException {
    boolean unfinished = check.isRecheckUnfinished();
    FileStamp stamp = stampOf(file.path());
    if (!unfinished
        && recorded != null
        && recorded.verified().isFull()
        && believes(recorded, file.path(), stamp)) {
      checkpoint.resume(recorded);
    } else {
      Bitfield matching = check.run(file.path());
      if (!stamp.isSame(FileStamp.of(file.path()))) {
        throw new StorageException(
            FILE_CHANGED,
            "the file changed while it was read: "
                + file.path()
                + ". Recheck the resource when nobody writes the file any more");
      }
      if (stamp.size() != pieces.length() || !matching.isFull()) {
        boolean untouched = recorded != null && recorded.describes(stamp);
        return mismatch(recorded, asked || (unfinished && untouched), matching);
      }
      checkpoint.begin(matching);
    }
    if (!checkpoint.isFinished()) {
      checkpoint.rest(corrected(stamp), false, true);
    }
    file.deletePart();
    return new Found(Bitfield.full(pieces.count()), true);
  }

  /** Corrects the executable bit of a file that was there; returns its stamp then. */
  private FileStamp corrected(FileStamp stamp) throws StorageException {
    boolean copied = !file.inPlace() && correctBit(file.path());
    return copied ? FileStamp.of(file.path()) : stamp;
  }

  /** Corrects the executable bit of a file; returns whether a copy has replaced it. */
  private boolean correctBit(Path path) {
    FileTree tree = pieces.tree();
    return tree != null
        && ExecutableBits.correct(path, tree.kind(0), FileNames.scratchOf(file.path()));
  }

  private FileStamp stampOf(Path path) throws StorageException {
    if (!file.inPlace() && !Files.isRegularFile(path, NOFOLLOW_LINKS)) {
      throw new StorageException(FILE_EXISTS, what(path) + " has the name " + path);
    }
    return FileStamp.of(path);
  }

  private static String what(Path path) {
    if (Files.isSymbolicLink(path)) {
      return "a symbolic link, which no download follows,";
    }
    return Files.isDirectory(path) ? "a folder" : "something that is not a file";
  }

  /**
   * The finished file is not the resource. The agent repairs it only if it was the resource, or was
   * about to be when the power failed.
   *
   * @param mayMend whether a person has asked for this check. Also true if a person has asked for
   *     an earlier one that was cut off, and the file is unchanged since it was verified
   */
  private Found mismatch(@Nullable Recorded recorded, boolean mayMend, Bitfield matching)
      throws StorageException, IOException {
    if (wasCutOff(recorded)) {
      return fetchAgain(matching);
    }
    if (file.inPlace() && !checkpoint.exists()) {
      throw Mismatch.of(file.path(), Files.size(file.path()), pieces, matching);
    }
    boolean ours = file.inPlace() || (recorded != null && recorded.isFinished());
    if (!ours) {
      throw new StorageException(FILE_EXISTS, "another file has the name " + file.path());
    }
    // A file of which nothing matches is another one. If there is only one piece, only the size can
    // show that.
    boolean recognised =
        !matching.isEmpty() || (pieces.count() == 1 && Files.size(file.path()) == pieces.length());
    if (file.inPlace() || !mayMend || !recognised || file.hasPart()) {
      throw new StorageException(
          FILE_CHANGED,
          "the file no longer matches its manifest: "
              + file.path()
              + (recognised
                  ? ". Recheck the resource to keep what still matches, or share the file anew"
                  : ". Share the file anew, or move it away and resume the resource"));
    }
    return fetchAgain(matching);
  }

  /**
   * Whether the file was downloaded here and perhaps not all of it reached the disk: there is a
   * checkpoint, which is made with the part file, and it was not written in this run of the machine
   * by an agent that had brought the file onto the disk. A file that somebody has written since is
   * not overwritten.
   */
  private boolean wasCutOff(@Nullable Recorded recorded) throws StorageException, IOException {
    return !file.inPlace()
        && !file.hasPart()
        && Files.size(file.path()) <= pieces.length()
        && (recorded == null
            ? checkpoint.exists()
            : !recorded.isDurable()
                && !checkpoint.isOfThisBoot(recorded)
                && !recorded.isFollowedByAnEdit(FileStamp.of(file.path())));
  }

  private Found fetchAgain(Bitfield matching) throws StorageException, IOException {
    place.requireWritable();
    // The old checkpoint would call the part file complete. The new one says that the content is
    // ours under both names, whenever the process ends.
    check.markUnfinished();
    checkpoint.replace(matching, FileStamp.of(file.path()));
    file.unfinish();
    return partWith(matching);
  }

  private Found part(@Nullable Recorded recorded, FileLinks links)
      throws StorageException, IOException {
    if (!file.hasPart()) {
      return newPart(links);
    }
    FileStamp stamp = stampOf(file.part());
    if (!check.isRecheckUnfinished()
        && recorded != null
        && believes(recorded, file.part(), stamp)) {
      if (!recorded.verified().isFull()) {
        file.separatePart(); // Pieces are written from now on.
      }
      checkpoint.resume(recorded);
      checkpoint.wake();
      return new Found(recorded.verified(), false);
    }
    // A file of the full size keeps its ctime, so that its bytes need not be hashed again.
    if (stamp.size() < pieces.length()) {
      file.reservePart(pieces.length());
    }
    checkpoint.clear(); // If this is cut off, the next start must not believe the old checkpoint.
    return partWith(check.run(file.part()));
  }

  private Found newPart(FileLinks links) throws StorageException, IOException {
    Bitfield none = new Bitfield(pieces.count());
    checkpoint.begin(none); // First: an older checkpoint must not apply to the new file.
    BitSet wanted = new BitSet();
    wanted.set(0);
    if (links.find(wanted, pieces.hashes()).get(0) && links.link(0, file.part())) {
      Bitfield all = Bitfield.full(pieces.count());
      checkpoint.begin(all);
      return new Found(all, false);
    }
    try {
      file.createPart(pieces.length(), mode());
    } catch (StorageException | IOException e) {
      checkpoint.clear();
      throw e;
    }
    return new Found(none, false);
  }

  private FileAttribute<?>[] mode() {
    FileTree tree = pieces.tree();
    return Modes.of(tree == null ? FileTree.Kind.FILE : tree.kind(0));
  }

  private Found partWith(Bitfield matching) throws StorageException, IOException {
    boolean _ = correctBit(file.part()); // Somebody may have put the file there.
    if (!matching.isFull() || Files.size(file.part()) != pieces.length()) {
      file.separatePart();
    }
    file.reservePart(pieces.length());
    checkpoint.begin(matching);
    file.cutPart(pieces.length());
    return new Found(matching, false);
  }

  private boolean believes(Recorded recorded, Path path, FileStamp now) throws StorageException {
    return checkpoint.believes(recorded, path, now, pieces.length());
  }
}
