package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.DiskSpace;
import io.torrentinno.agent.content.disk.Exchange;
import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.content.disk.HardLinks;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.disk.Syncfs;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;

/**
 * The folder of a resource, which has the name of the part folder and later the final one. A
 * symbolic link with one of these names is never followed.
 *
 * @param path the final place
 * @param part the place until all of it is there
 * @param inPlace whether the folder was shared where it is: it is only read
 * @param replacing whether another resource has the final place until this one is finished
 */
public record ResourceTree(
    FileTree files, Path path, Path part, boolean inPlace, boolean replacing) {
  /** The entries in the final place. */
  public TreePaths finished() {
    return new TreePaths(path, files);
  }

  /** The entries in the part folder. */
  public TreePaths unfinished() {
    return new TreePaths(part, files);
  }

  public boolean isThere() {
    return !replacing && Files.exists(path, NOFOLLOW_LINKS);
  }

  /** Blocking. Refuses when the final place has no folder. */
  public void requireFolder() throws StorageException {
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      throw new StorageException(Reason.NO_SUCH_FILE, "there is no folder " + path);
    }
    if (!Files.isDirectory(path, NOFOLLOW_LINKS)) {
      throw new StorageException(
          Reason.FILE_EXISTS, "a file that is not a folder has the name " + path);
    }
  }

  /** Blocking. As above, and refuses links in the places of folders that were there. */
  public void requireOwnFolders() throws StorageException {
    requireFolder();
    if (finished().hasLinkedFolder()) {
      throw new StorageException(
          Reason.FILE_CHANGED,
          "a symbolic link is in the place of a folder in "
              + path
              + ". Put the folder back and recheck the resource");
    }
  }

  /**
   * Blocking. Gives files in the final place, which match, the executable bits of the manifest,
   * unless the folder is only read.
   *
   * @return whether their stamps have changed
   */
  public boolean correctBits(BitSet entries) {
    return !inPlace && ExecutableBits.correct(finished(), entries, FileNames.scratchOf(path));
  }

  /**
   * Blocking. Gives files in the part folder the executable bits of the manifest. A file that has
   * its final name, too, stays as it is, because a copy would not have that name.
   */
  public void correctPartBits(BitSet entries) throws IOException {
    BitSet alone = (BitSet) entries.clone();
    if (isThere()) {
      PublishedTree both = published();
      for (int entry = alone.nextSetBit(0); entry >= 0; entry = alone.nextSetBit(entry + 1)) {
        alone.set(entry, !both.isLinked(entry));
      }
    }
    boolean _ = ExecutableBits.correct(unfinished(), alone, FileNames.scratchOf(path));
  }

  public boolean hasPart() {
    return !inPlace && Files.exists(part, NOFOLLOW_LINKS);
  }

  /**
   * Blocking. Makes the part folder and the folders of entries in it, or leaves nothing behind.
   *
   * @param length bytes that are going to be written
   * @param entries those that are going to be made
   * @throws StorageException {@link Reason#DISK_FULL} when there is no room for all bytes; {@link
   *     Reason#BAD_NAME} when the file system can't hold a name
   */
  public void makePart(long length, BitSet entries) throws StorageException, IOException {
    Path folder = Objects.requireNonNull(path.getParent());
    NameProbe.requireHolds(folder, unfinished());
    DiskSpace.require(part, length);
    Files.createDirectory(part);
    try {
      new TreeMaker(unfinished()).makeFoldersOf(entries);
    } catch (IOException e) {
      Trees.delete(part);
      throw e;
    }
  }

  /**
   * Blocking. Deletes everything in the part folder that the manifest does not name, which another
   * resource of the same name has left.
   */
  public void dropOthers() throws IOException {
    Trees.deleteOthers(unfinished());
  }

  /** Blocking. Makes those folders of entries that are missing in the part folder. */
  public void completePart(BitSet entries) throws IOException {
    new TreeMaker(unfinished()).makeFoldersOf(entries);
  }

  /**
   * Blocking. Deletes everything in the part folder that is in the place of an entry and does not
   * have its kind and size.
   *
   * @param step as for {@link TreeStamps#scan(TreePaths, Runnable)}
   * @return the entries that remain
   */
  public TreeStamps dropWrong(Runnable step) throws StorageException, IOException {
    TreeStamps now = TreeStamps.scan(unfinished(), step);
    for (int entry = 0; entry < files.size(); entry++) {
      if (!now.isRight(entry)) {
        Trees.delete(unfinished().of(entry));
      }
    }
    return now;
  }

  /**
   * Blocking. Gives a file of the part folder bytes of its own, which may be written, when it has
   * other names; returns whether it had. A name in the final place counts, too.
   */
  public boolean separate(int entry) throws StorageException, IOException {
    Path file = unfinished().of(entry);
    boolean shared = HardLinks.hasOtherNames(file);
    if (shared) {
      HardLinks.separate(file, FileNames.scratchOf(path));
    }
    return shared;
  }

  /** Blocking. Creates all of the part folder except files with bytes. */
  public void makeRest() throws IOException {
    TreeMaker maker = new TreeMaker(unfinished());
    maker.makeFolders();
    maker.makeRest();
  }

  /**
   * Gives the part folder its final name, which nothing has.
   *
   * @throws FileAlreadyExistsException when something has that name; it has not changed then
   */
  public void rename() throws IOException {
    if (Files.exists(path, NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Files.move(part, path);
  }

  /** The entries in both places. */
  public PublishedTree published() {
    return new PublishedTree(unfinished(), finished());
  }

  /** Exchanges names with what has the final name. */
  public void replace() throws IOException {
    Exchange.exchange(part, path);
  }

  /** Takes the final name away again, so that pieces can be written. */
  public void unfinish() throws IOException {
    Files.move(path, part);
  }

  /** Blocking. Forces all of it onto the disk. */
  public void force(boolean finished) throws IOException {
    force(finished ? finished() : unfinished());
    if (!inPlace) {
      AtomicFiles.force(Objects.requireNonNull(path.getParent()));
    }
  }

  /** Blocking. Forces the entries that are there onto the disk. */
  public static void force(TreePaths entries) throws IOException {
    if (!Syncfs.sync(entries.root())) {
      entries.force();
    }
  }

  /**
   * Blocking. Looks for an entry in the final place that exists and is not the verified one. An
   * entry that is missing was deleted.
   *
   * @return the entry; -1 when there is none
   */
  public int firstChanged(TreeStamps verified) throws StorageException {
    TreeStamps now = TreeStamps.scan(finished());
    for (int entry = 0; entry < files.size(); entry++) {
      if (!now.isVerified(entry, verified) && Files.exists(finished().of(entry), NOFOLLOW_LINKS)) {
        return entry;
      }
    }
    return -1;
  }

  /**
   * Blocking. Deletes the entries in the final place that have not changed since they were
   * verified, and then the folders that are empty.
   */
  public void deleteFinished(TreeStamps verified) throws StorageException, IOException {
    TreeStamps now = TreeStamps.scan(finished());
    for (int entry = 0; entry < files.size(); entry++) {
      if (files.kind(entry) != FileTree.Kind.FOLDER) {
        if (now.isVerified(entry, verified)) {
          Files.deleteIfExists(finished().of(entry));
        }
      } else {
        Trees.deleteIfEmpty(finished().of(entry));
      }
    }
    for (int folder = files.folders() - 1; folder >= 0; folder--) {
      Trees.deleteIfEmpty(finished().ofFolder(folder));
    }
  }

  /** Deletes the part folder with all that is in it; nothing happens when there is none. */
  public void deletePart() throws IOException {
    if (!inPlace) {
      Trees.delete(part);
      Files.deleteIfExists(FileNames.scratchOf(path));
    }
  }
}
