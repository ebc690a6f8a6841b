package io.torrentinno.agent.content;

import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.ResourceFile;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.tree.ResourceTree;
import io.torrentinno.agent.manifest.ManifestV2;
import org.jspecify.annotations.Nullable;

/** Chooses the kind of content of a resource: a file or a folder. */
public final class Contents {
  private Contents() {}

  static Content of(
      SavedResource resource, Pieces pieces, Checkpoint checkpoint, StateFolder state) {
    ResourceTree tree = treeOf(resource);
    return tree == null
        ? new FileContent(fileOf(resource), pieces, checkpoint, state.hashing(resource))
        : new FolderContent(
            tree,
            pieces,
            checkpoint,
            state.hashing(resource),
            state.verification().stamps(resource),
            resource.choices().files());
  }

  /** The tree of a resource that is a folder; null for one that is a file. */
  public static @Nullable ResourceTree treeOf(SavedResource resource) {
    return resource.manifest() instanceof ManifestV2 manifest && manifest.isFolder()
        ? new ResourceTree(
            manifest.files(),
            resource.file(),
            resource.part(),
            resource.inPlace(),
            resource.isReplacing())
        : null;
  }

  /** The place of a resource, as that of a file. */
  static ResourceFile fileOf(SavedResource resource) {
    return new ResourceFile(resource.file(), resource.inPlace(), resource.isReplacing());
  }
}
