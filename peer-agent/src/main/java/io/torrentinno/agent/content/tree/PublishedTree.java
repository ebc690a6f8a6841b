package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A part folder, and a folder that has the final name meanwhile. Complete files are in both as hard
 * links, so they take their space once. Other files in the final place are never changed.
 *
 * @param part the part folder
 * @param place the final place
 */
public record PublishedTree(TreePaths part, TreePaths place) {
  /**
   * Blocking. Refuses when something in the final place is in the way of entries.
   *
   * @throws StorageException {@link Reason#FILE_EXISTS}; the message names it
   */
  public void requireFree(BitSet entries) throws StorageException, IOException {
    place.requireFolders();
    TreeStamps there = TreeStamps.scan(place);
    for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
      Path path = place.of(entry);
      boolean same = place.tree().length(entry) == 0 ? there.isRight(entry) : isLinked(entry);
      if (!same && Files.exists(path, NOFOLLOW_LINKS)) {
        throw inTheWay(path);
      }
    }
  }

  /** The failure for something in the final place that is not what the manifest says. */
  public static StorageException inTheWay(Path path) {
    return new StorageException(
        Reason.FILE_EXISTS, "something else has the name " + path + ", and is not overwritten");
  }

  /** Blocking. Gives entries their final names, too; {@link #requireFree} has found no obstacle. */
  public void publish(BitSet entries) throws IOException {
    TreeMaker maker = new TreeMaker(place);
    maker.makeFoldersOf(entries);
    for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
      if (place.tree().length(entry) > 0 && !Files.exists(place.of(entry), NOFOLLOW_LINKS)) {
        link(part.of(entry), place.of(entry));
      }
    }
    maker.makeRest(entries);
  }

  /** Blocking. Takes files from the final place into the part folder, which has none of them. */
  public void adopt(BitSet files) throws IOException {
    new TreeMaker(part).makeFoldersOf(files);
    for (int entry = files.nextSetBit(0); entry >= 0; entry = files.nextSetBit(entry + 1)) {
      Files.deleteIfExists(part.of(entry)); // Of the wrong size.
      link(place.of(entry), part.of(entry));
    }
  }

  private static void link(Path file, Path other) throws IOException {
    try {
      Files.createLink(other, file);
    } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (UnsupportedOperationException e) {
      throw noLink(file, other, "not supported");
    } catch (FileSystemException e) { // Linux says EPERM where a file system has no hard links.
      throw noLink(file, other, e.getReason());
    }
  }

  private static FileSystemException noLink(Path file, Path other, @Nullable String why) {
    return new FileSystemException(
        file.toString(),
        other.toString(),
        "a part of a folder needs hard links, and none can be made here: " + why);
  }

  /**
   * Blocking. Takes files out of the part folder that somebody has changed under their final names,
   * where they stay, so that nothing is written over the changes.
   */
  public void letGo(BitSet changed) throws IOException {
    for (int entry = changed.nextSetBit(0); entry >= 0; entry = changed.nextSetBit(entry + 1)) {
      Files.deleteIfExists(part.of(entry));
    }
  }

  /** Blocking. Whether a file has both names. */
  public boolean isLinked(int entry) throws IOException {
    Path one = part.of(entry);
    Path other = place.of(entry);
    return Files.isRegularFile(one, NOFOLLOW_LINKS)
        && Files.isRegularFile(other, NOFOLLOW_LINKS)
        && Files.isSameFile(one, other);
  }
}
