package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.tree.ResourceTree;
import io.torrentinno.agent.content.tree.StampFile;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records which bytes of each resource are verified: its checkpoint, the stamps of its files, and
 * the known hashes of its pieces. Calls block. Safe for use by several threads.
 */
public final class VerificationRecords {
  private final Path resources;
  private final BootId boot;
  private final FilePool files;
  private final ManifestThreads manifests;

  /**
   * The records in these folders.
   *
   * @param resources has one folder for each resource, with its state
   * @param files keeps the checkpoints open
   * @param manifests the threads that read long manifests
   */
  VerificationRecords(Path resources, BootId boot, FilePool files, ManifestThreads manifests) {
    this.resources = resources;
    this.boot = boot;
    this.files = files;
    this.manifests = manifests;
  }

  /** The record of verified pieces. Creates the folder of the resource when there is none. */
  public Checkpoint checkpoint(SavedResource resource) throws StorageException {
    Path folder = folder(resource);
    try {
      new ResourceFolder(folder, manifests).make();
    } catch (IOException e) {
      throw StorageException.of(folder, e);
    }
    return new Checkpoint(
        folder.resolve("pieces"), resource.manifest().layout().count(), boot, files);
  }

  /** The file with the stamps of a folder's files. */
  public StampFile stamps(SavedResource resource) {
    return new StampFile(folder(resource).resolve("stamps"));
  }

  /**
   * The hashes of the pieces of a resource. Those of version 2 arrive from peers, and are stored
   * from time to time.
   */
  public PieceHashes hashes(SavedResource resource) {
    return switch (resource.manifest()) {
      case ManifestV1 one -> one.manifest().pieces()::hash;
      case ManifestV2 two -> {
        Path path = layers(resource);
        FileTree tree = two.files();
        yield manifests.compute(LayerStore.memoryFor(tree), () -> LayerStore.open(path, tree));
      }
    };
  }

  /** The file with the piece layers of a resource; it need not exist. */
  public Path layers(SavedResource resource) {
    return folder(resource).resolve("layers");
  }

  /**
   * Records that all bytes of {@code resource} match its manifest, so that the next start need not
   * read them: for a manifest that was just built from them. Forces the bytes onto the disk first,
   * which may take long when they have just been written.
   *
   * @param verified the stamps from before the bytes were read
   */
  public void saveVerified(SavedResource resource, VerifiedContent verified)
      throws StorageException {
    Path file = resource.file();
    try (Checkpoint checkpoint = checkpoint(resource)) {
      if (hashes(resource) instanceof LayerStore layers) {
        verified.layers().forEach(layers::add);
        layers.close();
      }
      TreeStamps stamps = verified.files();
      if (stamps == null) {
        AtomicFiles.force(file);
      } else {
        stamps(resource).write(stamps);
        ResourceTree.force(new TreePaths(file, stamps.tree()));
      }
      if (!resource.inPlace()) {
        AtomicFiles.force(Objects.requireNonNull(file.getParent()));
      }
      checkpoint.begin(Bitfield.full(resource.manifest().layout().count()));
      checkpoint.noteDurable(verified.stamp());
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /**
   * Whether the finished file of a resource may have changed since it was verified. False when
   * there is no finished file yet.
   */
  public boolean isOutdated(SavedResource resource) throws StorageException {
    Recorded recorded = recorded(resource);
    return recorded != null
        && recorded.isFinished()
        && !recorded.describes(ContentStamps.of(resource));
  }

  /** Whether all pieces of a resource are verified, and its file has not changed since. */
  public boolean isVerified(SavedResource resource) throws StorageException {
    Recorded recorded = recorded(resource);
    return recorded != null
        && recorded.verified().isFull()
        && recorded.describes(ContentStamps.of(resource));
  }

  private @Nullable Recorded recorded(SavedResource resource) throws StorageException {
    try {
      return checkpoint(resource).read().orElse(null);
    } catch (IOException e) {
      throw StorageException.of(resource.file(), e);
    }
  }

  private Path folder(SavedResource resource) {
    return resources.resolve(resource.infoHash().toString());
  }
}
