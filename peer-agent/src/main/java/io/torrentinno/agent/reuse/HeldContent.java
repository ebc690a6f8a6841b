package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A resource of version 2 that the agent holds, or a part of it.
 *
 * @param verified the pieces that it holds; not to be changed
 * @param hashes of its pieces; null when they are only on the disk
 */
public record HeldContent(
    SavedResource saved, ManifestV2 manifest, Bitfield verified, @Nullable PieceHashes hashes) {
  InfoHash infoHash() {
    return manifest.infoHash();
  }

  FileTree tree() {
    return manifest.files();
  }

  /** The hashes of its pieces; may block. */
  LayerStore layers(StateFolder state) {
    return hashes instanceof LayerStore known
        ? known
        : (LayerStore) state.verification().hashes(saved);
  }

  /** Whether it holds every piece of an entry. */
  boolean holds(int entry) {
    if (verified.isFull()) {
      return true;
    }
    int end = tree().firstPiece(entry) + tree().pieces(entry);
    for (int piece = tree().firstPiece(entry); piece < end; piece++) {
      if (!verified.get(piece)) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is such a file, and such a place in it; it need not be held. */
  boolean has(int entry, long position) {
    return entry < tree().size() && position >= 0 && position < tree().length(entry);
  }

  /**
   * How many bytes it holds of an entry from a place on, {@code length} at most; 0 when there is no
   * such file or place.
   */
  int heldAt(int entry, long position, int length) {
    if (!has(entry, position)) {
      return 0;
    }
    long end = Math.min(tree().length(entry), position + length);
    if (!verified.isFull()) {
      int first = tree().firstPiece(entry);
      long at = position;
      while (at < end && verified.get(first + (int) (at / tree().pieceLength()))) {
        at = (at / tree().pieceLength() + 1) * tree().pieceLength();
      }
      end = Math.min(at, end);
    }
    return (int) (end - position);
  }

  /** Where the file of an entry lies; it may have moved since. */
  Path file(int entry) {
    boolean finished = saved.inPlace() || (verified.isFull() && !saved.isReplacing());
    Path root = finished ? saved.file() : saved.part();
    return manifest.isFolder() ? new TreePaths(root, tree()).of(entry) : root;
  }
}
