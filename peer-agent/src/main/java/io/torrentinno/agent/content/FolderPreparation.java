package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_CHANGED;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.Preparation.Found;
import io.torrentinno.agent.content.check.PieceCheck;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.tree.FileLinks;
import io.torrentinno.agent.content.tree.Mismatch;
import io.torrentinno.agent.content.tree.PublishedTree;
import io.torrentinno.agent.content.tree.ResourceTree;
import io.torrentinno.agent.content.tree.StampFile;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which pieces of a folder are on disk, and creates the folder if there is none. {@link
 * FolderCheck} reads the files.
 */
final class FolderPreparation {
  private final ResourceTree tree;
  private final Pieces pieces;
  private final Checkpoint checkpoint;
  private final PieceCheck check;
  private final ChosenPlace place;
  private final StampFile stampFile;
  private final FolderCheck files;

  /** The entries that are to be fetched. */
  private final BitSet chosen;

  private @Nullable TreeStamps stamps;

  FolderPreparation(
      ResourceTree tree,
      Pieces pieces,
      Checkpoint checkpoint,
      PieceCheck check,
      ChosenPlace place,
      StampFile stampFile,
      FilePool pool,
      BitSet chosen) {
    this.tree = tree;
    this.pieces = pieces;
    this.checkpoint = checkpoint;
    this.check = check;
    this.place = place;
    this.stampFile = stampFile;
    this.files = new FolderCheck(tree, pieces, checkpoint, check, stampFile, pool);
    this.chosen = chosen;
  }

  /** Finds out what is there, as {@link Preparation#run} does. */
  Found run(boolean everything, FileLinks links) throws StorageException, IOException {
    if (everything) {
      check.startAnew();
    }
    Recorded recorded = checkpoint.read().orElse(null);
    TreeStamps whole = wholeThere(recorded);
    Found found = whole == null ? part(recorded, links) : finished(recorded, everything, whole);
    check.end(); // Not when it has failed: what it has found must not be forgotten.
    return found;
  }

  /**
   * The present stamps of the final place, when the whole folder is or was there. Null when at most
   * some of its files are there, beside a part folder.
   */
  private @Nullable TreeStamps wholeThere(@Nullable Recorded recorded) throws StorageException {
    if (tree.inPlace() || (tree.isThere() && recorded != null && recorded.isFinished())) {
      tree.requireOwnFolders();
      return files.scan(tree.finished());
    }
    if (!tree.isThere()) {
      return null;
    }
    tree.requireFolder();
    if (tree.finished().hasLinkedFolder()) {
      return null; // Files behind a link are not files of the resource.
    }
    TreeStamps now = files.scan(tree.finished());
    return wasCutOff(recorded, now) || now.firstWrong() < 0 ? now : null;
  }

  /** The stamps of the entries, when it is done. */
  TreeStamps stamps() {
    return Objects.requireNonNull(stamps).undated();
  }

  private Found finished(@Nullable Recorded recorded, boolean asked, TreeStamps now)
      throws StorageException, IOException {
    BitSet believed = files.believed(recorded, tree.finished(), now);
    Bitfield matching = files.read(tree.finished(), now, recorded, believed);
    if (!matching.isFull() || now.firstWrong() >= 0) {
      boolean mayMend = asked || (check.isRecheckUnfinished() && files.isUntouched(recorded, now));
      return mismatch(recorded, mayMend, matching, now);
    }
    keep(recorded, matching);
    stamps = now;
    if (!checkpoint.isFinished() || believed.cardinality() < files.withBytes().cardinality()) {
      TreeStamps last = corrected(now, believed);
      stampFile.write(last);
      checkpoint.rest(last.together(), false, true);
      stamps = last;
    }
    tree.deletePart();
    return new Found(matching, true);
  }

  /** Corrects the executable bits of the files that are not believed; returns the stamps then. */
  private TreeStamps corrected(TreeStamps now, BitSet believed) throws StorageException {
    BitSet found = now.right();
    found.andNot(believed);
    return tree.correctBits(found) ? files.scan(tree.finished()) : now;
  }

  /**
   * The finished folder is not the resource. The agent repairs it only if it was the resource, or
   * was about to be when the power failed.
   *
   * @param mayMend whether a person has asked for this check. Also true if a person has asked for
   *     an earlier one that was cut off, and the folder is unchanged since it was verified
   */
  private Found mismatch(
      @Nullable Recorded recorded, boolean mayMend, Bitfield matching, TreeStamps now)
      throws StorageException, IOException {
    if (wasCutOff(recorded, now)) {
      return fetchAgain(matching, now);
    }
    int missing = matching.nextClear(0);
    int entry = now.firstWrong() >= 0 || missing < 0 ? now.firstWrong() : pieces.entry(missing);
    boolean ours = tree.inPlace() || (recorded != null && recorded.isFinished());
    if (!ours) {
      throw PublishedTree.inTheWay(tree.finished().of(entry));
    }
    if (tree.inPlace() && !checkpoint.exists()) {
      throw Mismatch.of(tree.finished(), now, pieces, matching);
    }
    boolean recognised = isRecognised(matching, now);
    if (tree.inPlace() || !mayMend || !recognised || tree.hasPart()) {
      throw new StorageException(
          FILE_CHANGED,
          tree.finished().of(entry) + " is not what the manifest says" + remedy(recognised));
    }
    return fetchAgain(matching, now);
  }

  /**
   * A folder of which nothing matches is another one, so its files must not be overwritten. If
   * there is only one piece, only the size can show that.
   */
  private boolean isRecognised(Bitfield matching, TreeStamps now) {
    BitSet entries = files.withBytes();
    return !matching.isEmpty()
        || entries.isEmpty()
        || (pieces.count() == 1 && entries.intersects(now.right()));
  }

  private String remedy(boolean recognised) {
    if (tree.inPlace()) {
      return ". Put it back and recheck the resource, or share the folder anew";
    }
    return recognised
        ? ". Recheck the resource to keep what still matches, or share the folder anew"
        : ". Share the folder anew, or move it away and resume the resource";
  }

  /** As {@link Preparation} does it for a file. */
  private boolean wasCutOff(@Nullable Recorded recorded, TreeStamps now) {
    return !tree.inPlace()
        && !tree.hasPart()
        && (recorded == null
            ? checkpoint.exists()
            : !recorded.isDurable()
                && !checkpoint.isOfThisBoot(recorded)
                && !files.isFollowedByAnEdit(recorded, now));
  }

  private Found fetchAgain(Bitfield matching, TreeStamps now) throws StorageException, IOException {
    place.requireWritable();
    boolean _ = tree.correctBits(now.right());
    // The old checkpoint would call the part folder complete. The new one says that the content is
    // ours under both names, whenever the process ends.
    check.markUnfinished();
    checkpoint.replace(matching, files.scan(tree.finished()).together());
    tree.unfinish();
    checkpoint.wake();
    return partWith(matching);
  }

  private Found part(@Nullable Recorded recorded, FileLinks links)
      throws StorageException, IOException {
    BitSet taken = new BitSet();
    Bitfield matching = tree.isThere() ? matchingInPlace(taken) : new Bitfield(pieces.count());
    if (!tree.hasPart()) {
      boolean alone = !tree.isThere();
      Bitfield linked = newPart(taken, links);
      if (alone && linked.isEmpty()) {
        stamps = TreeStamps.none(tree.files()); // Nothing is in it yet.
        return new Found(matching, false);
      }
      add(linked, matching);
      return partWith(take(taken, matching));
    }
    if (recorded == null) {
      tree.dropOthers();
    }
    tree.unfinished().requireFolders();
    tree.completePart(chosen);
    TreeStamps now = files.scan(tree.unfinished());
    BitSet believed = files.believed(recorded, tree.unfinished(), now);
    Bitfield verified = files.read(tree.unfinished(), now, recorded, believed);
    BitSet found = now.right();
    found.andNot(believed);
    tree.correctPartBits(found); // Somebody may have put the files there.
    if (!tree.isThere()) {
      keep(recorded, verified);
      checkpoint.wake();
      return partWith(verified);
    }
    letGo(verified);
    add(matching, verified);
    return partWith(take(taken, verified));
  }

  private static void add(Bitfield more, Bitfield verified) {
    for (int piece = more.nextSet(0); piece >= 0; piece = more.nextSet(piece + 1)) {
      verified.set(piece);
    }
  }

  /**
   * Reads the files of the final place that the part folder lacks, and those that somebody has put
   * there; changes nothing.
   *
   * @param whole gets the files that match
   * @return the pieces of these files
   * @throws StorageException {@link StorageException.Reason#FILE_EXISTS} when another file has the
   *     place of one that is chosen
   */
  private Bitfield matchingInPlace(BitSet whole) throws StorageException, IOException {
    tree.finished().requireFolders();
    TreeStamps now = files.scan(tree.finished());
    BitSet present = present(now);
    BitSet right = now.right();
    Bitfield matching = files.read(tree.finished(), now, null, present);
    whole.or(right);
    whole.and(files.withBytes());
    whole.andNot(present);
    for (int piece = matching.nextClear(0); piece >= 0; piece = matching.nextClear(piece + 1)) {
      int entry = pieces.entry(piece);
      if (whole.get(entry) && chosen.get(entry)) {
        throw PublishedTree.inTheWay(tree.finished().of(entry));
      }
      whole.clear(entry);
    }
    return files.piecesOf(whole);
  }

  /** The files that the part folder has, except those whose final names somebody's files have. */
  private BitSet present(TreeStamps finished) throws StorageException, IOException {
    TreeStamps part =
        tree.hasPart() ? files.scan(tree.unfinished()) : TreeStamps.none(tree.files());
    BitSet present = part.right();
    for (int entry = chosen.nextSetBit(0); entry >= 0; entry = chosen.nextSetBit(entry + 1)) {
      if (!isOthers(entry, finished, part)) {
        continue;
      }
      if (!finished.isRight(entry)) {
        throw PublishedTree.inTheWay(tree.finished().of(entry));
      }
      present.clear(entry);
    }
    return present;
  }

  /** Whether something has the final name of an entry, and is not the file of the part folder. */
  private boolean isOthers(int entry, TreeStamps finished, TreeStamps part) throws IOException {
    if (!Files.exists(tree.finished().of(entry), NOFOLLOW_LINKS)) {
      return false;
    }
    boolean same =
        tree.files().length(entry) == 0
            ? finished.isRight(entry)
            : finished.isSame(entry, part) || tree.published().isLinked(entry);
    return !same;
  }

  /**
   * A file that has both names, and does not match, was changed by somebody: it stays where it is,
   * and is fetched anew.
   */
  private void letGo(Bitfield verified) throws IOException {
    BitSet changed = new BitSet();
    BitSet looked = new BitSet();
    PublishedTree both = tree.published();
    for (int piece = verified.nextClear(0); piece >= 0; piece = verified.nextClear(piece + 1)) {
      int entry = pieces.entry(piece);
      if (!looked.get(entry)) {
        looked.set(entry);
        changed.set(entry, both.isLinked(entry));
      }
    }
    Bitfield gone = files.piecesOf(changed);
    for (int piece = gone.nextSet(0); piece >= 0; piece = gone.nextSet(piece + 1)) {
      verified.clear(piece);
    }
    both.letGo(changed);
  }

  /**
   * Takes files of the final place into the part folder. The checkpoint comes first: pieces of a
   * file that is in the part folder, and that it does not know, would be written.
   */
  private Bitfield take(BitSet entries, Bitfield verified) throws IOException {
    checkpoint.begin(verified);
    boolean _ = tree.correctBits(entries);
    tree.published().adopt(entries);
    return verified;
  }

  private void keep(@Nullable Recorded recorded, Bitfield verified) throws IOException {
    if (recorded != null && recorded.verified().equals(verified)) {
      checkpoint.resume(recorded);
    } else {
      checkpoint.begin(verified);
    }
  }

  /**
   * Makes the part folder; an older checkpoint must not speak for it.
   *
   * @param taken the files that it gets from the final place
   * @return the pieces of files that it has got from other downloads
   */
  private Bitfield newPart(BitSet taken, FileLinks links) throws StorageException, IOException {
    BitSet made = (BitSet) chosen.clone();
    made.andNot(taken);
    BitSet found = links.find(made, pieces.hashes());
    made.andNot(found);
    long length = 0;
    for (int entry = made.nextSetBit(0); entry >= 0; entry = made.nextSetBit(entry + 1)) {
      length += tree.files().length(entry);
    }
    if (tree.isThere()) {
      checkpoint.clear(); // Else it would speak for what is there, if this were cut off.
    } else {
      checkpoint.begin(new Bitfield(pieces.count()));
    }
    try {
      tree.makePart(length, chosen);
    } catch (StorageException | IOException e) {
      checkpoint.clear();
      throw e;
    }
    for (int entry = found.nextSetBit(0); entry >= 0; entry = found.nextSetBit(entry + 1)) {
      found.set(entry, links.link(entry, tree.unfinished().of(entry)));
    }
    return files.piecesOf(found);
  }

  private Found partWith(Bitfield verified) throws StorageException, IOException {
    tree.completePart(chosen);
    TreeStamps now = tree.dropWrong(check::requireNotCancelled);
    stamps = separate(verified, now) ? files.scan(tree.unfinished()) : now;
    return new Found(verified, false);
  }

  /**
   * Gives files of which pieces are missing bytes of their own when they have other names: those
   * are files of other resources or of a person. Returns whether there were any.
   */
  private boolean separate(Bitfield verified, TreeStamps now) throws StorageException, IOException {
    BitSet there = now.right();
    boolean any = false;
    for (int piece = verified.nextClear(0); piece >= 0; piece = verified.nextClear(piece + 1)) {
      int entry = pieces.entry(piece);
      if (there.get(entry)) {
        there.clear(entry);
        any |= tree.separate(entry);
      }
    }
    return any;
  }
}
