package io.torrentinno.agent.content.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.tree.TreeLimits;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TreeFilesTest {
  /** More than any disk has room for. */
  private static final long HUGE = (long) TreeLimits.PIECES * TreeLimits.MAX_PIECE_LENGTH;

  /** What the files have to hold. */
  private static final byte OWN = 1;

  @TempDir Path folder;

  @Test
  void leavesNothingBehindWhereThereIsNoRoom() throws Exception {
    FileRoot root = new FileRoot(new Bytes32(1, 2, 3, 4));
    Entry file = new Entry.File(List.of("huge"), HUGE, root, false);
    FileTree tree = FileTreeBuilder.build(List.of(file), TreeLimits.MAX_PIECE_LENGTH);
    TreePaths paths = new TreePaths(folder, tree);
    try (FilePool pool = FilePool.ofSystem();
        TreeFiles files = TreeFiles.unfinished(pool, Pieces.of(tree), paths, new BitSet())) {
      for (int time = 0; time < 2; time++) {
        IOException failure = catchThrowableOfType(IOException.class, () -> files.acquire(0));

        assertThat(StorageException.of(paths.of(0), failure).reason())
            .isEqualTo(StorageException.Reason.DISK_FULL);
        assertThat(folder).isEmptyDirectory();
      }
    }
  }

  @Test
  @Timeout(60)
  void makesManyFilesByThreadsThatCloseEachOthersFiles() throws Exception {
    int count = 2000;
    FileTree tree = tree(count, number -> List.of("f" + number));
    TreePaths paths = new TreePaths(folder, tree);
    try (FilePool pool = FilePool.ofSystem();
        TreeFiles files = TreeFiles.unfinished(pool, Pieces.of(tree), paths, new BitSet())) {
      openByFourThreads(2 * count, number -> files.acquire(number / 2));

      assertThat(folder.toFile().list()).hasSize(count);
    }
  }

  @Test
  @Timeout(60)
  void makesMissingFoldersByThreadsThatNeedTheSame() throws Exception {
    int count = 2000;
    FileTree tree =
        tree(count, number -> List.of("a" + number / 8, "b" + number / 4, "f" + number));
    TreePaths paths = new TreePaths(folder, tree);
    try (FilePool pool = FilePool.ofSystem();
        TreeFiles files = TreeFiles.unfinished(pool, Pieces.of(tree), paths, new BitSet())) {
      openByFourThreads(count, files::once);

      for (int entry = 0; entry < count; entry++) {
        assertThat(paths.of(entry)).exists();
      }
    }
  }

  @Test
  void keepsNoFileOpenThatIsUsedOnce() throws Exception {
    FileRoot root = new FileRoot(new Bytes32(1, 2, 3, 4));
    Entry file = new Entry.File(List.of("once"), 1, root, false);
    FileTree tree = FileTreeBuilder.build(List.of(file), TreeLimits.MIN_PIECE_LENGTH);
    TreePaths paths = new TreePaths(folder, tree);
    try (FilePool pool = FilePool.ofSystem();
        TreeFiles files = TreeFiles.unfinished(pool, Pieces.of(tree), paths, new BitSet())) {
      for (int time = 0; time < 2; time++) {
        OpenFile open = files.once(0);
        open.channel().write(ByteBuffer.allocate(1), 0);
        open.release();

        assertThat(paths.of(0)).hasSize(1);
        assertThat(open.channel().isOpen()).isFalse();
        assertThat(pool.size()).isZero();
      }

      OpenFile kept = files.acquire(0);
      OpenFile same = files.once(0);
      assertThat(same).isSameAs(kept);
      same.release();
      kept.release();
    }
  }

  @Test
  @Timeout(60)
  void opensTheRightFilesWhileTheirFolderIsExchanged() throws Exception {
    int moves = 2000;
    FileTree tree = tree(200, number -> List.of("f" + number)); // More than stay open.
    Path own = Files.createDirectory(folder.resolve("0"));
    Path others = Files.createDirectory(folder.resolve("others"));
    for (int entry = 0; entry < tree.size(); entry++) {
      Files.write(new TreePaths(own, tree).of(entry), new byte[] {OWN});
      Files.write(new TreePaths(others, tree).of(entry), new byte[] {0});
    }
    AtomicBoolean moving = new AtomicBoolean(true);
    try (FilePool pool = FilePool.ofSystem();
        TreeFiles files = TreeFiles.finished(pool, Pieces.of(tree), new TreePaths(own, tree));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Void> kept =
          threads.submit(() -> {
            for (int piece = 0; moving.get(); piece = (piece + 1) % tree.size()) {
              requireOwn(files.acquire(piece));
            }
            return null;
          });
      Future<Void> once =
          threads.submit(() -> {
            for (int piece = 0; moving.get(); piece = (piece + 1) % tree.size()) {
              requireOwn(files.once(piece));
            }
            return null;
          });
      try {
        for (int move = 0; move < moves; move++) {
          Path to = folder.resolve(String.valueOf(move + 1));
          Path from = folder.resolve(String.valueOf(move));
          Path other = move == 0 ? others : folder.resolve(String.valueOf(move - 1));
          files.moveTo(
              new TreePaths(to, tree),
              () -> {
                Files.move(from, to);
                Files.move(other, from);
              });
        }
      } finally {
        moving.set(false);
      }

      kept.get();
      once.get();
    }
  }

  /** Files of one byte, with these paths. */
  private static FileTree tree(int count, IntFunction<List<String>> path) throws Exception {
    FileRoot root = new FileRoot(new Bytes32(1, 2, 3, 4));
    List<Entry> entries =
        IntStream.range(0, count)
            .<Entry>mapToObj(number -> new Entry.File(path.apply(number), 1, root, false))
            .toList();
    return FileTreeBuilder.build(entries, TreeLimits.MIN_PIECE_LENGTH);
  }

  private interface Opening {
    OpenFile open(int number) throws IOException;
  }

  /** Opens files at the same time; fails if one can't be opened. */
  private static void openByFourThreads(int count, Opening opening) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> each =
          IntStream.range(0, count)
              .<Callable<Void>>mapToObj(number ->
                  () -> {
                    opening.open(number).release();
                    return null;
                  })
              .toList();
      for (Future<Void> opened : threads.invokeAll(each)) {
        opened.get();
      }
    }
  }

  private static void requireOwn(OpenFile file) throws IOException {
    try {
      ByteBuffer read = ByteBuffer.allocate(1);
      file.channel().read(read, 0);
      assertThat(read.get(0)).isEqualTo(OWN);
    } finally {
      file.release();
    }
  }
}
