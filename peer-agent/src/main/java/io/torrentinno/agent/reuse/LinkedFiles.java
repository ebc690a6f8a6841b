package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.tree.FileLinks;
import io.torrentinno.agent.content.tree.Modes;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.RootIndex;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.model.FileRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hard links from a download that begins to finished downloads. A file is linked when its root, its
 * piece length and its executable bit are the same, and it is unchanged since it was verified.
 * Files that are shared in place are never linked, because they belong to a person. Belongs to one
 * thread.
 */
final class LinkedFiles implements FileLinks {
  private static final Logger log = LoggerFactory.getLogger(LinkedFiles.class);

  private static final String DEVICE = "unix:dev";

  private final LocalSearch search;
  private final SavedResource target;
  private final ManifestV2 manifest;
  private final FileTree tree;
  private final SameFiles files;

  /** Of each resource that has files to link, the stamps of its entries when it was verified. */
  private final IdentityHashMap<HeldContent, IntFunction<FileStamp>> stamps =
      new IdentityHashMap<>();

  private long bytes;

  LinkedFiles(LocalSearch search, SavedResource target, ManifestV2 manifest) {
    this.search = search;
    this.target = target;
    this.manifest = manifest;
    this.tree = manifest.files();
    this.files = new SameFiles(tree);
  }

  @Override
  public BitSet find(BitSet wanted, PieceHashes hashes) {
    BitSet found = new BitSet();
    if (hashes instanceof LayerStore layers) {
      RootIndex roots = new RootIndex(tree);
      for (HeldContent holder : search.holders(manifest, manifest.layout().length())) {
        if (isFinishedDownload(holder)) {
          find(holder, roots, layers, wanted, found);
        }
      }
    }
    return found;
  }

  private boolean isFinishedDownload(HeldContent holder) {
    SavedResource saved = holder.saved();
    return !saved.inPlace() && !saved.isReplacing() && holder.verified().isFull();
  }

  private void find(
      HeldContent holder, RootIndex roots, LayerStore layers, BitSet wanted, BitSet found) {
    FileTree held = holder.tree();
    IntFunction<FileStamp> verified = null;
    for (int other = 0; other < held.size(); other++) {
      FileRoot root = held.root(other);
      int place = root == null ? -1 : roots.place(root);
      for (; place >= 0 && place < roots.size(); place++) {
        int entry = roots.entry(place);
        if (!Objects.equals(tree.root(entry), root)) {
          break;
        }
        if (!wanted.get(entry) || found.get(entry) || !isAlike(entry, held, other)) {
          continue;
        }
        if (verified == null) {
          verified = stampsOf(holder);
          if (verified == null) {
            return;
          }
          files.begin(holder);
          stamps.put(holder, verified);
        }
        if (takeHashes(entry, holder, other, layers)) {
          files.add(entry, other);
          found.set(entry);
        }
      }
    }
  }

  /** Of pieces of another length the hashes are not known. */
  private boolean isAlike(int entry, FileTree held, int other) {
    return tree.kind(entry) == held.kind(other)
        && (tree.pieces(entry) == 1 || tree.pieceLength() == held.pieceLength());
  }

  private boolean takeHashes(int entry, HeldContent holder, int other, LayerStore layers) {
    if (layers.isKnown(tree.firstPiece(entry))) {
      return true;
    }
    PieceLayer layer = holder.layers(search.state()).layer(other);
    if (layer != null) {
      layers.add(entry, layer);
    }
    return layer != null;
  }

  /** Null when the download is not finished, is not unchanged, or lies on another file system. */
  private @Nullable IntFunction<FileStamp> stampsOf(HeldContent holder) {
    SavedResource saved = holder.saved();
    try {
      Recorded recorded = search.state().verification().checkpoint(saved).read().orElse(null);
      if (recorded == null
          || !recorded.isFinished()
          || !isSameFileSystem(saved.file(), Objects.requireNonNull(target.file().getParent()))) {
        return null;
      }
      if (!saved.manifest().isFolder()) {
        FileStamp now = FileStamp.of(saved.file());
        return recorded.describes(now) ? _ -> now : null;
      }
      TreeStamps before = search.state().verification().stamps(saved).read(holder.tree());
      return before != null && recorded.describes(before.together()) ? before::of : null;
    } catch (StorageException | IOException e) {
      log.debug("No file of {} is linked", saved.file(), e);
      return null;
    }
  }

  /** Compares the devices, because {@link Files#getFileStore} needs a table of mounts. */
  private static boolean isSameFileSystem(Path one, Path other) throws IOException {
    return Files.getAttribute(one, DEVICE).equals(Files.getAttribute(other, DEVICE));
  }

  @Override
  public boolean link(int entry, Path name) {
    HeldContent holder = files.holder(entry);
    int other = files.entryInHolder(entry);
    Path file = holder.file(other);
    try {
      FileStamp verified = Objects.requireNonNull(stamps.get(holder)).apply(other);
      if (Modes.isOf(file, tree.kind(entry)) && link(file, verified, name)) {
        bytes += tree.length(entry);
        return true;
      }
    } catch (StorageException | IOException | UnsupportedOperationException e) {
      log.debug("{} can't be linked, so it is copied", file, e);
    }
    return false;
  }

  private static boolean link(Path file, FileStamp verified, Path name)
      throws StorageException, IOException {
    Files.createLink(name, file);
    boolean same = false;
    try {
      same = FileStamp.of(name).isSame(verified);
    } finally {
      if (!same) {
        Files.delete(name);
      }
    }
    return same;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
