package io.torrentinno.agent.sharing;

import io.torrentinno.agent.content.check.FileHashing;
import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.content.tree.FolderScan;
import io.torrentinno.agent.content.tree.TreeFiles;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.content.tree.TreeStates;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.merkle.TreeShape;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads and hashes a folder that is shared, or a file that is to have a version 2 manifest. */
final class TreeHashing {
  private final Share share;
  private final FileHashing hashing;
  private final FileTree draft;
  private final TreePaths paths;
  private final byte[] hashes;

  private TreeHashing(Share share, FileHashing hashing, FileTree draft) {
    this.share = share;
    this.hashing = hashing;
    this.draft = draft;
    this.paths = new TreePaths(share.source().file(), draft);
    this.hashes = new byte[draft.pieces() * Sha256.LENGTH];
  }

  /**
   * Reads and hashes; blocks.
   *
   * @throws StorageException when an entry can't be shared or read, or changes meanwhile; the
   *     message names it
   * @throws java.util.concurrent.CancellationException when it is cancelled
   */
  static HashedTree run(Share share, FileHashing hashing) throws StorageException, IOException {
    Path root = share.source().file();
    FileTree draft =
        FolderScan.scan(
            root,
            share.source().part(),
            pieceLength(share.source()),
            share.cancellation()::isCancelled);
    return new TreeHashing(share, hashing, draft).run();
  }

  private static FolderScan.PieceLength pieceLength(ShareSource source) {
    ShareSource.Previous previous = source.previous();
    return new FolderScan.PieceLength(
        source.pieceSize(), previous == null ? null : previous.pieceSize());
  }

  private HashedTree run() throws StorageException, IOException {
    long size = draft.totalLength();
    share.progress(size, 0);
    TreeStamps before = TreeStamps.scanDated(paths, share.cancellation()::requireNone);
    requireSame(before, before);
    Pieces pieces = Pieces.of(draft);
    try (TreeFiles files = TreeFiles.finished(hashing.files(), pieces, paths)) {
      hashing.hash(
          files,
          FileHashing.Subject.upTo(pieces.count(), pieces, new TreeStates(before, pieces)),
          share.urgency(),
          share.cancellation(),
          (piece, hash) -> hashed(pieces, piece, hash));
    } catch (NoSuchFileException | EOFException e) {
      requireSame(before, TreeStamps.scan(paths));
      throw e;
    }
    requireSame(before, TreeStamps.scan(paths, share.cancellation()::requireNone));
    Map<Integer, PieceLayer> layers = new HashMap<>();
    try {
      FileTree tree = build(layers);
      FileStamp stamp = draft.isSingleFile() ? before.of(0) : before.together();
      return new HashedTree(
          tree, new VerifiedContent(stamp, draft.isSingleFile() ? null : before.undated(), layers));
    } catch (ManifestException e) {
      throw new StorageException(
          Reason.UNSHAREABLE, "can't share " + paths.root() + ": " + e.getMessage(), e);
    }
  }

  private void hashed(Pieces pieces, int piece, PieceHash hash) {
    hash.value().writeTo(hashes, piece * Sha256.LENGTH);
    share.progress(pieces.length(), pieces.layout().offset(piece) + pieces.size(piece));
  }

  private void requireSame(TreeStamps before, TreeStamps after) throws StorageException {
    for (int entry = 0; entry < draft.size(); entry++) {
      if (!before.isSame(entry, after)) {
        throw new StorageException(
            Reason.FILE_CHANGED,
            "the file changed while it was read: " + paths.of(entry) + ". Share it again");
      }
    }
  }

  private FileTree build(Map<Integer, PieceLayer> layers) throws ManifestException {
    FileTreeBuilder builder = new FileTreeBuilder();
    for (int entry = 0; entry < draft.size(); entry++) {
      Entry drafted = draft.get(entry);
      builder.add(
          drafted instanceof Entry.File file && file.size() > 0
              ? new Entry.File(file.path(), file.size(), root(entry, layers), file.executable())
              : drafted);
    }
    return builder.build(draft.pieceLength());
  }

  private FileRoot root(int entry, Map<Integer, PieceLayer> layers) {
    int first = draft.firstPiece(entry) * Sha256.LENGTH;
    int count = draft.pieces(entry);
    if (count == 1) {
      return FileRoot.of(hashes, first);
    }
    byte[] own = Arrays.copyOfRange(hashes, first, first + count * Sha256.LENGTH);
    PieceLayer layer = new PieceLayer(new TreeShape(draft.length(entry), draft.pieceLength()), own);
    layers.put(entry, layer);
    return layer.root();
  }
}
