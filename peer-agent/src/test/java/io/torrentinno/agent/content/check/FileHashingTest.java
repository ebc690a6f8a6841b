package io.torrentinno.agent.content.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.tree.FolderScan;
import io.torrentinno.agent.content.tree.TreeFiles;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.content.tree.TreeStates;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.hashing.PiecePlaces;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hashing that is cut off, and goes on when files may have changed. */
class FileHashingTest {
  private static final int PIECE = 64 << 10;
  private static final BootId BOOT = new BootId(new UUID(1, 1));

  @TempDir private Path temp;

  private final HashingPool pool = new HashingPool(1);
  private final FilePool files = new FilePool(16, Duration.ofMinutes(1));
  private FileHashing hashing;
  private Path root;

  /** The pieces that were read, each by its file and its number in the file. */
  private final TreeSet<String> read = new TreeSet<>();

  /** The hashes, in the order in which they came. */
  private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());

  private final Map<Integer, PieceHash> hashes = new TreeMap<>();

  @BeforeEach
  void makeFolder() throws IOException {
    hashing = new FileHashing(pool, files, () -> temp.resolve("hashes"), BOOT);
    root = Files.createDirectory(temp.resolve("model"));
    write("a", 1, 2 * PIECE);
    write("b", 2, 2 * PIECE + 1);
    write("c", 3, 100);
    write("d", 4, 3 * PIECE);
  }

  @AfterEach
  void close() {
    pool.close();
    files.close();
  }

  @Test
  void readsNothingTwice() throws Exception {
    killAfter(7);

    hashAll();

    assertThat(read).containsExactly("d 1", "d 2");
  }

  @Test
  void readsOnlyTheFileAgainThatHasChanged() throws Exception {
    killAfter(7);
    write("b", 5, 2 * PIECE + 1);

    hashAll();

    assertThat(read).containsExactly("b 0", "b 1", "b 2", "d 1", "d 2");
  }

  /** All pieces behind it have other numbers then. */
  @Test
  void readsOnlyTheFileAgainThatHasGrown() throws Exception {
    killAfter(7);
    write("b", 5, 5 * PIECE);

    hashAll();

    assertThat(read).containsExactly("b 0", "b 1", "b 2", "b 3", "b 4", "d 1", "d 2");
  }

  @Test
  void readsNoFileAgainWhenOneIsAddedAndOneRemoved() throws Exception {
    killAfter(7);
    write("aa", 5, PIECE);
    Files.delete(root.resolve("b"));

    hashAll();

    assertThat(read).containsExactly("aa 0", "d 1", "d 2");
  }

  @Test
  void readsAFileAgainWhoseTimeWasPutBack() throws Exception {
    Path changed = root.resolve("a");
    FileTime before = Files.getLastModifiedTime(changed);
    killAfter(7);
    write("a", 6, 2 * PIECE);
    Files.setLastModifiedTime(changed, before);

    hashAll();

    assertThat(read).containsExactly("a 0", "a 1", "d 1", "d 2");
  }

  /** What was hashed may never have reached the disk. */
  @Test
  void readsEverythingAgainAfterARestartOfTheMachine() throws Exception {
    killAfter(7);
    BootId next = new BootId(new UUID(2, 2));
    hashing = new FileHashing(pool, files, () -> temp.resolve("hashes"), next);

    hashAll();

    assertThat(read).hasSize(9);
  }

  /** It is cut off twice, at different files. */
  @Test
  void givesTheHashesInTheOrderOfThePieces() throws Exception {
    killAfter(7);
    write("b", 5, 2 * PIECE + 1);
    killAfter(4);

    hashAll();

    assertThat(order).isEqualTo(IntStream.range(0, 9).boxed().toList());
    Map<Integer, PieceHash> resumed = new TreeMap<>(hashes);
    hashAll();
    assertThat(read).hasSize(9);
    assertThat(resumed).isEqualTo(hashes);
  }

  @Test
  void readsASingleFileAgainWhoseTimeWasPutBack() throws Exception {
    Path file = root.resolve("d");
    FileTime before = Files.getLastModifiedTime(file);
    assertThatThrownBy(() -> hash(file, 2)).hasMessage("killed");
    byte[] bytes = write("d", 7, 3 * PIECE);
    Files.setLastModifiedTime(file, before);

    hash(file, Integer.MAX_VALUE);

    assertThat(hashes.get(0)).isEqualTo(hashOf(bytes));
  }

  private void hash(Path file, int most) throws Exception {
    PiecePlaces places = PiecePlaces.ofFile(new PieceLayout(new int[] {PIECE, PIECE, PIECE}));
    hashing.hash(
        file,
        FileHashing.Subject.upTo(3, places, FileStates.of(FileStamp.Dated.of(file))),
        Urgency.PERSON,
        new Cancellation(),
        (piece, hash) -> hashed(piece, hash, most));
  }

  private void killAfter(int most) {
    assertThatThrownBy(() -> hash(most)).hasMessage("killed");
  }

  private void hashAll() throws Exception {
    hash(Integer.MAX_VALUE);
    assertThat(temp.resolve("hashes")).doesNotExist();
  }

  /** Hashes the folder as it is now, and is cut off after so many hashes. */
  private void hash(int most) throws Exception {
    read.clear();
    order.clear();
    hashes.clear();
    FileTree tree =
        FolderScan.scan(
            root, FolderPart.WHOLE, new FolderScan.PieceLength(PIECE, null), () -> false);
    TreePaths paths = new TreePaths(root, tree);
    Pieces pieces = Pieces.of(tree);
    TreeStates states = new TreeStates(TreeStamps.scanDated(paths, () -> {}), pieces);
    try (TreeFiles open = TreeFiles.finished(files, pieces, paths)) {
      PieceFiles watched =
          piece -> {
            int entry = pieces.entry(piece);
            read.add(tree.name(entry) + " " + (piece - tree.firstPiece(entry)));
            return open.acquire(piece);
          };
      hashing.hash(
          watched,
          FileHashing.Subject.upTo(pieces.count(), pieces, states),
          Urgency.PERSON,
          new Cancellation(),
          (piece, hash) -> hashed(piece, hash, most));
    }
  }

  private void hashed(int piece, PieceHash hash, int most) {
    order.add(piece);
    hashes.put(piece, hash);
    if (order.size() >= most) {
      throw new IllegalStateException("killed");
    }
  }

  private byte[] write(String name, int seed, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    Path file = root.resolve(name);
    long before = Files.exists(file) ? changeOf(file) : 0;
    do { // The file system's clock stands still for some milliseconds.
      Files.write(file, bytes);
    } while (changeOf(file) == before);
    return bytes;
  }

  private static long changeOf(Path file) throws IOException {
    return ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS);
  }

  private static PieceHash hashOf(byte[] bytes) {
    byte[] first = Arrays.copyOf(bytes, PIECE);
    return PieceHash.of(Sha256.digest().digest(first), 0);
  }
}
