package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.FileName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds files of a resource by their paths. It follows the links in the manifest, and never links
 * on the disk.
 */
public final class FileLookup {
  private static final int LINKS_FOLLOWED = 40;
  private static final int NONE = -1;

  private FileLookup() {}

  /**
   * Finds a file.
   *
   * @param path the names of folders and file, without the folder of the resource. For a resource
   *     that is one file: empty, or the name of the file
   * @throws ResourceException {@link Reason#NO_SUCH_FILE} when the manifest has no such file
   */
  public static ReadableFile find(ResourceManifest manifest, List<String> path) {
    if (path.isEmpty() && manifest.isFolder()) {
      throw new ResourceException(Reason.NO_SUCH_FILE, manifest.name() + " is a folder");
    }
    return switch (manifest) {
      case ManifestV1 one -> single(one, path);
      case ManifestV2 two when two.files().isSingleFile() -> single(two, path);
      case ManifestV2 two -> {
        int entry = entry(two.files(), path);
        if (entry == NONE) {
          throw noFile(manifest, path);
        }
        yield new ReadableFile(two.infoHash(), entry, path.getLast(), two.files().length(entry));
      }
    };
  }

  private static ReadableFile single(ResourceManifest manifest, List<String> path) {
    if (!path.isEmpty() && !path.equals(List.of(manifest.name()))) {
      throw noFile(manifest, path);
    }
    return new ReadableFile(manifest.infoHash(), 0, manifest.name(), manifest.layout().length());
  }

  private static ResourceException noFile(ResourceManifest manifest, List<String> path) {
    String shown = FileName.printable(String.join("/", path));
    return new ResourceException(Reason.NO_SUCH_FILE, manifest.name() + " has no file " + shown);
  }

  private static int entry(FileTree files, List<String> path) {
    if (path.contains("..") || path.contains(".") || path.contains("")) {
      return NONE;
    }
    Deque<String> left = new ArrayDeque<>(path);
    List<String> at = new ArrayList<>();
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.removeFirst();
      if (name.equals("..")) {
        at.removeLast(); // From the target of a link, which never leaves the resource.
      } else if (!name.isEmpty() && !name.equals(".")) {
        at.add(name);
        int entry = files.find(at);
        if (entry >= 0 && files.kind(entry) != FileTree.Kind.LINK) {
          return left.isEmpty() && isFile(files, entry) ? entry : NONE;
        }
        if (entry >= 0) {
          links++;
          if (links > LINKS_FOLLOWED) {
            return NONE;
          }
          at.removeLast();
          List.of(files.target(entry).split("/", -1)).reversed().forEach(left::addFirst);
        }
      }
    }
    return NONE;
  }

  private static boolean isFile(FileTree files, int entry) {
    return switch (files.kind(entry)) {
      case FILE, EXECUTABLE -> true;
      case FOLDER, LINK -> false;
    };
  }
}
