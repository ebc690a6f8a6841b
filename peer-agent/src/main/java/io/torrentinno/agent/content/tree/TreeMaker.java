package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Set;

/**
 * Creates all of a tree except the bytes of files. Existing entries stay; empty files get their
 * executable bits.
 *
 * @param paths in the part folder, which nobody else writes
 */
record TreeMaker(TreePaths paths) {
  /** Blocking. Creates all folders of files. Refuses a link in the place of a folder. */
  void makeFolders() throws IOException {
    for (int folder = 0; folder < paths.tree().folders(); folder++) {
      makeFolder(paths.ofFolder(folder));
    }
  }

  /** Blocking. Makes the folders that these entries lie in; a link in the place is refused. */
  void makeFoldersOf(BitSet entries) throws IOException {
    FileTree tree = paths.tree();
    BitSet folders = new BitSet();
    for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
      int folder = tree.folder(entry);
      while (!folders.get(folder)) {
        folders.set(folder);
        folder = tree.parent(folder);
      }
    }
    for (int folder = folders.nextSetBit(0); folder >= 0; ) {
      makeFolder(paths.ofFolder(folder)); // A parent has a lower number.
      folder = folders.nextSetBit(folder + 1);
    }
  }

  /** Blocking. Makes empty files and folders, then links: so nothing is ever made through one. */
  void makeRest() throws IOException {
    BitSet all = new BitSet();
    all.set(0, paths.tree().size());
    makeRest(all);
  }

  /** As above, of these entries, whose folders are there. */
  void makeRest(BitSet entries) throws IOException {
    FileTree tree = paths.tree();
    for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
      switch (tree.kind(entry)) {
        case FILE, EXECUTABLE -> {
          if (tree.length(entry) == 0) {
            makeEmpty(paths.of(entry), tree.kind(entry));
          }
        }
        case FOLDER -> makeFolder(paths.of(entry));
        case LINK -> {}
      }
    }
    for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
      if (tree.kind(entry) == FileTree.Kind.LINK) {
        makeLink(paths.of(entry), tree.target(entry));
      }
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    try {
      AtomicFiles.makeOneFolder(folder);
    } catch (FileAlreadyExistsException e) {
      throw new NotDirectoryException(folder.toString());
    }
  }

  private void makeEmpty(Path file, FileTree.Kind kind) throws IOException {
    if (Files.exists(file, NOFOLLOW_LINKS)) {
      boolean _ = ExecutableBits.correct(file, kind, FileNames.scratchOf(paths.root()));
    } else {
      FileChannel.open(file, Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS), Modes.of(kind)).close();
    }
  }

  private static void makeLink(Path link, String target) throws IOException {
    Path to = link.getFileSystem().getPath(target);
    if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(to)) {
      return;
    }
    Files.createSymbolicLink(link, to);
  }
}
