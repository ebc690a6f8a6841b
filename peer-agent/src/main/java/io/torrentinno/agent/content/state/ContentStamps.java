package io.torrentinno.agent.content.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.tree.TreePaths;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.manifest.ManifestV2;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the stamp of the finished file or folder of a resource. */
public final class ContentStamps {
  private ContentStamps() {}

  /** Blocking. The stamp; null when no file (or folder) has the final name of the resource. */
  public static @Nullable FileStamp of(SavedResource resource) throws StorageException {
    Path path = resource.file();
    if (resource.manifest() instanceof ManifestV2 manifest && manifest.isFolder()) {
      TreePaths paths = new TreePaths(path, manifest.files());
      return Files.isDirectory(path, NOFOLLOW_LINKS) && !paths.hasLinkedFolder()
          ? TreeStamps.scan(paths).together()
          : null;
    }
    return Files.isRegularFile(path, NOFOLLOW_LINKS) ? FileStamp.of(path) : null;
  }
}
