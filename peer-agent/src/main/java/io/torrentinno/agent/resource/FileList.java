package io.torrentinno.agent.resource;

import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.FileStatus;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import java.util.AbstractList;
import java.util.List;

/** The entries of a resource, each made when it is asked for. */
final class FileList extends AbstractList<FileStatus> {
  private final String name;
  private final FileTree files;
  private final Bitfield verified;

  private FileList(String name, FileTree files, Bitfield verified) {
    this.name = name;
    this.files = files;
    this.verified = verified;
  }

  /** The entries, and how far they have come. */
  static List<FileStatus> of(ResourceManifest manifest, Bitfield verified) {
    return switch (manifest) {
      case ManifestV1 one ->
          List.of(
              new FileStatus(
                  one.name(),
                  FileStatus.Type.FILE,
                  one.layout().length(),
                  one.layout().bytesIn(verified),
                  false,
                  null));
      case ManifestV2 two -> new FileList(two.name(), two.files(), verified);
    };
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public FileStatus get(int entry) {
    String path = files.isSingleFile() ? name : String.join("/", files.path(entry));
    return switch (files.kind(entry)) {
      case FILE ->
          new FileStatus(
              path, FileStatus.Type.FILE, files.length(entry), bytes(entry), false, null);
      case EXECUTABLE ->
          new FileStatus(path, FileStatus.Type.FILE, files.length(entry), bytes(entry), true, null);
      case LINK -> new FileStatus(path, FileStatus.Type.LINK, 0, 0, false, files.target(entry));
      case FOLDER -> new FileStatus(path, FileStatus.Type.FOLDER, 0, 0, false, null);
    };
  }

  private long bytes(int entry) {
    long sum = 0;
    int end = files.firstPiece(entry) + files.pieces(entry);
    for (int piece = files.firstPiece(entry); piece < end; piece++) {
      long begin = (long) (piece - files.firstPiece(entry)) * files.pieceLength();
      sum += verified.get(piece) ? Math.min(files.pieceLength(), files.length(entry) - begin) : 0;
    }
    return sum;
  }
}
