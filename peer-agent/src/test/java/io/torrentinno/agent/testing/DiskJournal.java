package io.torrentinno.agent.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What was changed on a disk, in order, and what a power failure at some moment leaves of it. Names
 * are journaled, as ext4 and XFS do: they survive in the order in which they were made, at least as
 * far as some folder was forced. Bytes that were not forced survive by page, or not.
 */
public final class DiskJournal {
  private static final int PAGE = 4096;

  /** A file, whatever its names. */
  static final class Inode {}

  private sealed interface Change {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Wrote(Inode inode, long position, byte[] bytes) implements Change {}

    record Truncated(Inode inode, long size) implements Change {}

    record Forced(Inode inode) implements Change {}

    record FolderForced() implements Change {}

    record FolderMade(Path folder) implements Change {}

    record Linked(Path path, Inode inode) implements Change {}

    record Unlinked(Path path) implements Change {}

    record Moved(Path from, Path to) implements Change {}
  }

  private final Path root;

  // Both guarded by this.
  private final List<Change> changes = new ArrayList<>();
  private final Map<Path, Inode> names = new HashMap<>();

  /** One of everything below a folder, which is empty now. */
  public DiskJournal(Path root) {
    this.root = root;
  }

  /** How many changes there have been. */
  public synchronized int size() {
    return changes.size();
  }

  synchronized Inode inode(Path path) {
    return names.computeIfAbsent(path, _ -> new Inode());
  }

  synchronized Inode created(Path path) {
    Inode inode = new Inode();
    names.put(path, inode);
    changes.add(new Change.Linked(path, inode));
    return inode;
  }

  synchronized void linked(Path link, Path existing) {
    names.put(link, inode(existing));
    changes.add(new Change.Linked(link, inode(existing)));
  }

  synchronized void moved(Path from, Path to) {
    names.put(to, inode(from));
    names.remove(from);
    changes.add(new Change.Moved(from, to));
  }

  synchronized void unlinked(Path path) {
    names.remove(path);
    changes.add(new Change.Unlinked(path));
  }

  synchronized void folderMade(Path folder) {
    changes.add(new Change.FolderMade(folder));
  }

  synchronized void written(Inode inode, long position, byte[] bytes) {
    changes.add(new Change.Wrote(inode, position, bytes));
  }

  synchronized void truncated(Inode inode, long size) {
    changes.add(new Change.Truncated(inode, size));
  }

  /** A folder is opened to be forced, too, and then its inode has never been written. */
  synchronized void forced(Inode inode) {
    boolean folder =
        names.entrySet().stream()
            .anyMatch(name -> name.getValue() == inode && Files.isDirectory(name.getKey()));
    changes.add(folder ? new Change.FolderForced() : new Change.Forced(inode));
  }

  /**
   * Makes what is on the disk when the power fails after some changes. No file is newer than it
   * was.
   *
   * @param count how many changes were made
   * @param into an empty folder
   */
  public synchronized void fail(int count, RandomGenerator random, Path into) throws IOException {
    List<Change> made = changes.subList(0, count);
    int committed = made.lastIndexOf(new Change.FolderForced()) + 1;
    List<Change> named = made.subList(0, committed + random.nextInt(count - committed + 1));
    double kept = random.nextInt(3) / 2.0;
    Map<Inode, Path> restored = new HashMap<>();
    for (Map.Entry<Path, Inode> file : replay(named, into).entrySet()) {
      Path first = restored.putIfAbsent(file.getValue(), file.getKey());
      if (first == null) {
        restore(file.getValue(), made, kept, random, file.getKey());
      } else {
        Files.createLink(file.getKey(), first);
      }
    }
  }

  private Map<Path, Inode> replay(List<Change> named, Path into) throws IOException {
    Map<Path, Inode> files = new TreeMap<>();
    for (Change change : named) {
      switch (change) {
        case Change.FolderMade(Path folder) -> Files.createDirectories(placed(folder, into));
        case Change.Linked(Path path, Inode inode) -> files.put(placed(path, into), inode);
        case Change.Moved(Path from, Path to) ->
            files.put(placed(to, into), files.remove(placed(from, into)));
        case Change.Unlinked(Path path) -> {
          if (files.remove(placed(path, into)) == null) {
            Files.delete(placed(path, into));
          }
        }
        case Change.Wrote _, Change.Truncated _, Change.Forced _, Change.FolderForced _ -> {}
      }
    }
    return files;
  }

  private Path placed(Path path, Path into) {
    return into.resolve(root.relativize(path).toString());
  }

  private static void restore(
      Inode inode, List<Change> made, double kept, RandomGenerator random, Path file)
      throws IOException {
    int forced = made.lastIndexOf(new Change.Forced(inode));
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int index = 0; index < made.size(); index++) {
        double chance = index < forced ? 1 : kept;
        switch (made.get(index)) {
          case Change.Wrote(Inode to, long position, byte[] bytes) when to == inode ->
              writePages(out, position, bytes, () -> random.nextDouble() < chance);
          case Change.Truncated(Inode to, long size)
              when to == inode && random.nextDouble() < chance ->
              out.truncate(size);
          default -> {}
        }
      }
    }
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
  }

  private interface Luck {
    boolean survives();
  }

  private static void writePages(FileChannel out, long position, byte[] bytes, Luck luck)
      throws IOException {
    int at = 0;
    while (at < bytes.length) {
      int untilNextPage = PAGE - (int) ((position + at) % PAGE);
      int length = Math.min(untilNextPage, bytes.length - at);
      if (luck.survives()) {
        out.write(ByteBuffer.wrap(bytes, at, length), position + at);
      }
      at += length;
    }
  }
}
