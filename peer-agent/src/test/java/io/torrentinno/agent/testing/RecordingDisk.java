package io.torrentinno.agent.testing;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Records what is changed, in a {@link DiskJournal}. */
public record RecordingDisk(DiskJournal journal) implements Disk {
  @Override
  public FileChannel open(
      Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    synchronized (journal) {
      boolean there = Files.exists(file, NOFOLLOW_LINKS);
      boolean emptied = there && options.contains(StandardOpenOption.TRUNCATE_EXISTING);
      FileChannel opened = FileChannel.open(file, options, attributes);
      DiskJournal.Inode inode = there ? journal.inode(file) : journal.created(file);
      if (emptied) {
        journal.truncated(inode, 0);
      }
      return new RecordedChannel(opened, journal, inode);
    }
  }

  @Override
  public void makeFolder(Path folder, FileAttribute<?>... attributes) throws IOException {
    synchronized (journal) {
      Files.createDirectory(folder, attributes);
      journal.folderMade(folder);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    synchronized (journal) {
      Files.delete(path);
      journal.unlinked(path);
    }
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    synchronized (journal) {
      Files.move(from, to, options);
      journal.moved(from, to);
    }
  }

  @Override
  public void link(Path link, Path existing) throws IOException {
    synchronized (journal) {
      Files.createLink(link, existing);
      journal.linked(link, existing);
    }
  }

  /** What a power failure leaves are copies, which are to count as the files themselves. */
  @Override
  public Map<String, Object> attributes(Map<String, Object> real) {
    Map<String, Object> said = new HashMap<>(real);
    said.replace("ino", 1L);
    return said;
  }
}
