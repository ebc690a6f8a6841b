package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes folders, or what is not an entry of a tree in them. Blocking; links are never followed.
 */
final class Trees {
  private Trees() {}

  /** Deletes a folder with all that is in it; nothing happens when there is none. */
  static void delete(Path root) throws IOException {
    if (!Files.exists(root, NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Deletes everything that is neither an entry of the tree nor a folder in which an entry lies.
   */
  static void deleteOthers(TreePaths paths) throws IOException {
    Path root = paths.root();
    FileTree tree = paths.tree();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.equals(root)) {
              return FileVisitResult.CONTINUE;
            }
            List<String> names = names(folder);
            int entry = tree.find(names);
            if (tree.findFolder(names) >= 0
                || (entry >= 0 && tree.kind(entry) == FileTree.Kind.FOLDER)) {
              return FileVisitResult.CONTINUE;
            }
            delete(folder);
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            int entry = tree.find(names(file));
            if (entry < 0 || tree.kind(entry) == FileTree.Kind.FOLDER) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          private List<String> names(Path path) {
            List<String> names = new ArrayList<>();
            root.relativize(path).forEach(name -> names.add(name.toString()));
            return names;
          }
        });
  }

  /** Deletes a folder if it is empty. */
  static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Somebody has put something there.
    }
  }
}
