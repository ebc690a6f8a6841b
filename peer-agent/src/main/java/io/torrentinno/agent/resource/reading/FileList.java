package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import java.util.AbstractList;
import java.util.List;

/** The entries of a resource. Each is computed when it is read. */
public final class FileList extends AbstractList<FileStatus> {
  private final String name;
  private final FileTree files;
  private final Bitfield verified;
  private final FileSelection selection;

  private FileList(String name, FileTree files, Bitfield verified, FileSelection selection) {
    this.name = name;
    this.files = files;
    this.verified = verified;
    this.selection = selection;
  }

  /** The entries, how far they have come, and which of them are fetched. */
  public static List<FileStatus> of(
      ResourceManifest manifest, Bitfield verified, FileSelection selection) {
    return switch (manifest) {
      case ManifestV1 one ->
          List.of(
              new FileStatus(
                  one.name(),
                  FileStatus.Type.FILE,
                  one.layout().length(),
                  one.layout().bytesIn(verified),
                  false,
                  null,
                  selection.priority(0)));
      case ManifestV2 two -> new FileList(two.name(), two.files(), verified, selection);
    };
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public FileStatus get(int entry) {
    String path = files.isSingleFile() ? name : String.join("/", files.path(entry));
    FileTree.Kind kind = files.kind(entry);
    return new FileStatus(
        path,
        type(kind),
        kind == FileTree.Kind.FOLDER ? 0 : files.length(entry),
        bytes(entry),
        kind == FileTree.Kind.EXECUTABLE,
        kind == FileTree.Kind.LINK ? files.target(entry) : null,
        selection.priority(entry));
  }

  private static FileStatus.Type type(FileTree.Kind kind) {
    return switch (kind) {
      case FILE, EXECUTABLE -> FileStatus.Type.FILE;
      case LINK -> FileStatus.Type.LINK;
      case FOLDER -> FileStatus.Type.FOLDER;
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
