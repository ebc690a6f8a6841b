package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.disk.DiskSpace;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.files.PooledFile;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tree. Few of them are open at a time. The files of a part folder are created when
 * they are first written. Safe for use by several threads.
 */
public final class TreeFiles implements PieceFiles, AutoCloseable {
  /** Files of one tree that stay open. */
  private static final int MOST_OPEN = 128;

  /** Files that are made at a time. */
  private static final int MOST_MADE = 16;

  private final FilePool pool;
  private final Pieces pieces;
  private final Object[] making = Stream.generate(Object::new).limit(MOST_MADE).toArray();

  // All guarded by this.
  private TreePaths paths;

  /** The entries whose files exist; null if no file may be created. */
  private @Nullable BitSet made;

  private final LastUsed open = new LastUsed();
  private boolean closed;

  private TreeFiles(FilePool pool, Pieces pieces, TreePaths paths, @Nullable BitSet made) {
    this.pool = pool;
    this.pieces = pieces;
    this.paths = paths;
    this.made = made;
  }

  /** Files that exist, for reading. */
  public static TreeFiles finished(FilePool pool, Pieces pieces, TreePaths paths) {
    return new TreeFiles(pool, pieces, paths, null);
  }

  /**
   * Files for reading and writing.
   *
   * @param made the entries whose files exist
   */
  public static TreeFiles unfinished(FilePool pool, Pieces pieces, TreePaths paths, BitSet made) {
    return new TreeFiles(pool, pieces, paths, (BitSet) made.clone());
  }

  @Override
  public OpenFile acquire(int piece) throws IOException {
    int entry = pieces.entry(piece);
    while (true) {
      TreePaths now = paths();
      PooledFile file = find(entry);
      try {
        OpenFile opened = unlessMoved(now, file::acquire);
        if (opened != null) {
          return opened;
        }
      } catch (ClosedChannelException e) {
        requireOpen(e); // Meanwhile other calls can have made it the eldest.
      }
    }
  }

  @Override
  public OpenFile once(int piece) throws IOException {
    int entry = pieces.entry(piece);
    while (true) {
      TreePaths now = pathsUnlessOpen(entry);
      if (now == null) {
        return acquire(piece);
      }
      Path path = now.of(entry);
      PooledFile.Opening opening =
          () -> mayMake() ? openFirst(entry, path) : FileChannel.open(path, READ, NOFOLLOW_LINKS);
      OpenFile opened = unlessMoved(now, () -> new OpenFile(pool.open(opening)));
      if (opened != null) {
        return opened;
      }
    }
  }

  /** Null when the file of an entry may be open. */
  private synchronized @Nullable TreePaths pathsUnlessOpen(int entry)
      throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
    return open.containsKey(entry) ? null : paths;
  }

  private interface Attempt {
    OpenFile run() throws IOException;
  }

  /**
   * Opens a file by its path in one place. Null when the files were moved meanwhile: then another
   * file, or none, may have had that path.
   */
  private @Nullable OpenFile unlessMoved(TreePaths from, Attempt attempt) throws IOException {
    try {
      OpenFile opened = attempt.run();
      if (isAt(from)) {
        return opened;
      }
      opened.release();
    } catch (IOException e) {
      if (isAt(from)) {
        throw e;
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // Each place has its own paths.
  private synchronized boolean isAt(TreePaths before) {
    return paths == before;
  }

  private synchronized boolean mayMake() {
    return made != null;
  }

  private synchronized void requireOpen(ClosedChannelException cause)
      throws ClosedChannelException {
    if (closed) {
      throw cause;
    }
  }

  private PooledFile find(int entry) throws IOException {
    PooledFile found;
    PooledFile surplus;
    synchronized (this) {
      found = file(entry);
      surplus = open.takeSurplus();
    }
    if (surplus != null) {
      surplus.close(); // It may be being opened, which needs the lock.
    }
    return found;
  }

  private synchronized PooledFile file(int entry) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    PooledFile known = open.get(entry);
    if (known != null) {
      return known;
    }
    Path path = paths.of(entry);
    PooledFile file =
        made == null
            ? pool.file(path, READ, NOFOLLOW_LINKS)
            : pool.file(path, () -> openFirst(entry, path), READ, WRITE, NOFOLLOW_LINKS);
    open.put(entry, file);
    return file;
  }

  /** Two threads that open a file do not make it twice, and do not wait for other files. */
  private FileChannel openFirst(int entry, Path path) throws IOException {
    synchronized (making[entry % making.length]) {
      if (!mustMake(entry)) {
        return FileChannel.open(path, READ, WRITE, NOFOLLOW_LINKS);
      }
      FileChannel created = make(entry, path);
      made(entry);
      return created;
    }
  }

  private synchronized boolean mustMake(int entry) {
    return made != null && !made.get(entry);
  }

  private synchronized void made(int entry) {
    if (made != null) {
      made.set(entry);
    }
  }

  /** Moves all files, which are only read from then on. Open files stay open for their users. */
  public void moveTo(TreePaths to, PooledFile.Renaming renaming) throws IOException {
    List<PooledFile> before;
    synchronized (this) {
      renaming.run();
      paths = to;
      made = null;
      before = takeAll();
    }
    before.forEach(PooledFile::close);
  }

  private synchronized List<PooledFile> takeAll() {
    List<PooledFile> all = List.copyOf(open.values());
    open.clear();
    return all;
  }

  /** A file of one piece is written at once, so room for it need not be reserved. */
  private FileChannel make(int entry, Path path) throws IOException {
    FileTree tree = paths().tree();
    FileChannel created;
    try {
      created = create(path, tree.kind(entry));
    } catch (NoSuchFileException e) {
      BitSet one = new BitSet();
      one.set(entry);
      new TreeMaker(paths()).makeFoldersOf(one); // When it was chosen after the others.
      created = create(path, tree.kind(entry));
    }
    if (tree.pieces(entry) > 1) {
      try {
        DiskSpace.reserve(path, tree.length(entry));
      } catch (StorageException e) {
        created.close();
        Files.deleteIfExists(path); // Otherwise the next attempt would find it.
        throw e.getCause() instanceof IOException cause
            ? cause
            : new IOException(e.getMessage(), e);
      }
    }
    return created;
  }

  private synchronized TreePaths paths() {
    return paths;
  }

  private static FileChannel create(Path path, FileTree.Kind kind) throws IOException {
    return FileChannel.open(path, Set.of(CREATE_NEW, READ, WRITE, NOFOLLOW_LINKS), Modes.of(kind));
  }

  /** Closes all files, for good, as soon as their last users have released them. */
  @Override
  public void close() {
    List<PooledFile> all;
    synchronized (this) {
      closed = true;
      all = takeAll();
    }
    all.forEach(PooledFile::close);
  }

  /** The files that were used last. */
  private static final class LastUsed extends LinkedHashMap<Integer, PooledFile> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable PooledFile surplus;

    LastUsed() {
      super(2 * MOST_OPEN, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, PooledFile> eldest) {
      if (size() <= MOST_OPEN) {
        return false;
      }
      surplus = eldest.getValue();
      return true;
    }

    /** The file that had to go for the last one that came, once. */
    @Nullable PooledFile takeSurplus() {
      PooledFile taken = surplus;
      surplus = null;
      return taken;
    }
  }
}
