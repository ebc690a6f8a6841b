package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.tree.PathRules;
import io.torrentinno.protocol.manifest.tree.TreeLimits;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileName;
import io.torrentinno.protocol.model.FileRoot;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists the entries of a folder or a part of one, or of a single file, that will be shared. Follows
 * no link, reads no file, and looks at nothing outside the part.
 */
public final class FolderScan {
  /** Stands for roots that are not known yet. */
  private static final FileRoot UNKNOWN = new FileRoot(new Bytes32(0, 0, 0, 0));

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final BooleanSupplier cancelled;
  private static final int SHOWN = 5;

  private final FileTreeBuilder builder = new FileTreeBuilder();
  private final List<String> faults = new ArrayList<>();
  private int faulty;
  private long size;
  private int entries;

  private FolderScan(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
  }

  /**
   * Blocking. The entries, without their roots.
   *
   * @param part of the folder; {@link FolderPart#WHOLE} for a file
   * @param pieceLength that of the tree
   * @param cancelled whether to give up
   * @throws StorageException {@link Reason#UNSHAREABLE} when an entry can't be shared, {@link
   *     Reason#NO_PERMISSION} when it can't be read, {@link Reason#NO_SUCH_FILE} when the part
   *     names one that is not there; the message names it
   * @throws CancellationException when it is cancelled
   */
  public static FileTree scan(
      Path root, FolderPart part, PieceLength pieceLength, BooleanSupplier cancelled)
      throws StorageException {
    FolderScan scan = new FolderScan(cancelled);
    try {
      boolean folder = Files.isDirectory(root, NOFOLLOW_LINKS);
      if (!part.isWhole()) {
        scan.part(root, part);
      } else if (folder) {
        scan.children(root, List.of());
      } else {
        scan.entry(root, List.of());
      }
      scan.requireFaultless();
      int usual =
          folder ? TreeLimits.pieceLength(scan.size) : TreeLimits.pieceLengthOfFile(scan.size);
      return scan.builder.build(pieceLength.of(scan, usual));
    } catch (ManifestException e) {
      throw unshareable(root, e);
    }
  }

  /**
   * The length of the pieces of a tree.
   *
   * @param asked bytes; absent when any length will do
   * @param previous that of the previous version, which is kept if none is asked for and the tree
   *     does not have too many pieces then; absent when there is none
   */
  public record PieceLength(@Nullable Integer asked, @Nullable Integer previous) {
    /** The usual length. */
    public static final PieceLength USUAL = new PieceLength(null, null);

    private int of(FolderScan scan, int usual) {
      if (asked != null) {
        return asked;
      }
      return previous != null && scan.size / previous + scan.entries <= TreeLimits.PIECES
          ? previous
          : usual;
    }
  }

  private void part(Path root, FolderPart part) throws StorageException, ManifestException {
    List<String> last = null;
    for (List<String> path : part.names()) {
      Path file = requireThere(root, path);
      if (last == null || !isIn(path, last)) {
        entry(file, path);
        last = path;
      }
    }
  }

  private static boolean isIn(List<String> path, List<String> folder) {
    return path.size() > folder.size() && path.subList(0, folder.size()).equals(folder);
  }

  private static Path requireThere(Path root, List<String> path) throws StorageException {
    Path file = root;
    for (String name : path) {
      if (Files.isSymbolicLink(file) && !file.equals(root)) {
        throw new StorageException(
            Reason.UNSHAREABLE,
            "can't share " + file.resolve(name) + ": " + file + " is a link, and is not followed");
      }
      file = file.resolve(name);
    }
    boolean unseen = !Files.exists(file, NOFOLLOW_LINKS);
    if (unseen
        && Files.isDirectory(Objects.requireNonNull(file.getParent()))
        && !Files.notExists(file, NOFOLLOW_LINKS)) {
      attributes(file); // Says why it can't be seen.
    }
    if (unseen) {
      throw new StorageException(Reason.NO_SUCH_FILE, "there is no file or folder " + file);
    }
    return file;
  }

  private int children(Path folder, List<String> path) throws StorageException, ManifestException {
    if (path.size() >= TreeLimits.DEPTH) {
      throw new StorageException(
          Reason.UNSHAREABLE,
          "can't share " + folder + ": it lies more than " + TreeLimits.DEPTH + " folders deep");
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (folder.resolve(name).equals(child)) {
          names.add(name);
        } else {
          fault(child, "its name is not UTF-8");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw StorageException.of(folder, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw StorageException.of(folder, e);
    }
    names.sort(PathRules.NAME_ORDER);
    for (String name : names) {
      List<String> below = new ArrayList<>(path);
      below.add(name);
      entry(folder.resolve(name), List.copyOf(below));
    }
    return names.size();
  }

  private void entry(Path file, List<String> path) throws StorageException, ManifestException {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("cancelled");
    }
    BasicFileAttributes attributes = attributes(file);
    if (attributes.isDirectory()) {
      if (children(file, path) == 0) {
        add(file, new Entry.Folder(path));
      }
    } else if (attributes.isSymbolicLink()) {
      link(file, path);
    } else if (attributes.isRegularFile()) {
      if (!Files.isReadable(file)) {
        throw new StorageException(
            Reason.NO_PERMISSION, "the user account of the agent may not read " + file);
      }
      long length = attributes.size();
      size += length;
      boolean executable =
          attributes instanceof PosixFileAttributes posix
              && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
      add(file, new Entry.File(path, length, length == 0 ? null : UNKNOWN, executable));
    } else {
      fault(file, "neither a file nor a folder");
    }
  }

  /** All names are looked at before the folder is refused, so that a person mends them at once. */
  private void fault(Path file, String fault) {
    faulty++;
    if (faults.size() < SHOWN) {
      faults.add(FileName.printable(file.toString()) + ": " + fault);
    }
  }

  private void requireFaultless() throws StorageException {
    if (faulty > 0) {
      String more = faulty > SHOWN ? "; and " + (faulty - SHOWN) + " more" : "";
      throw new StorageException(
          Reason.UNSHAREABLE, "can't share " + String.join("; ", faults) + more);
    }
  }

  private static BasicFileAttributes attributes(Path file) throws StorageException {
    try {
      return POSIX
          ? Files.readAttributes(file, PosixFileAttributes.class, NOFOLLOW_LINKS)
          : Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  private void link(Path link, List<String> path) throws StorageException {
    try {
      Path target = Files.readSymbolicLink(link);
      String text = target.toString();
      if (link.resolveSibling(text).equals(link.resolveSibling(target))) {
        add(link, new Entry.Link(path, text));
      } else {
        fault(link, "the link leads to a name that is not UTF-8");
      }
    } catch (IOException e) {
      throw StorageException.of(link, e);
    }
  }

  private void add(Path file, Entry entry) throws StorageException {
    entries++;
    try {
      builder.add(entry);
    } catch (ManifestException e) {
      if (e.reason() == ManifestException.Reason.LIMIT_EXCEEDED) {
        throw unshareable(file, e);
      }
      String link =
          entry instanceof Entry.Link(_, String to) ? " (" + FileName.printable(to) + ")" : "";
      String named = FileName.printable(String.join("/", entry.path())) + ": ";
      String text = text(e);
      fault(file, (text.startsWith(named) ? text.substring(named.length()) : text) + link);
    }
  }

  /** Without the number of the entry, which means nothing here. */
  private static String text(ManifestException e) {
    return String.valueOf(e.getMessage()).replaceFirst("^files\\[\\d+\\] ", "");
  }

  private static StorageException unshareable(Path path, ManifestException e) {
    return new StorageException(Reason.UNSHAREABLE, "can't share " + path + ": " + text(e), e);
  }
}
