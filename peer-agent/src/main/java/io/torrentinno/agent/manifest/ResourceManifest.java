package io.torrentinno.agent.manifest;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes a resource: its name, its files and the positions of its pieces. Immutable. */
public sealed interface ResourceManifest permits ManifestV1, ManifestV2 {
  /** The most signatures of a manifest. */
  int MOST_SIGNATURES = 16;

  InfoHash infoHash();

  /** The name of its file or folder. */
  String name();

  /** The pieces of all files, laid end to end; none where no file has bytes. */
  PieceLayout layout();

  /** Where its peers meet; those of a kind that is not known here are left out. */
  List<TrackerAddress> trackers();

  /** Whether it is a folder rather than a file. */
  boolean isFolder();

  /** 1 or 2. */
  int version();

  /** Its signatures, as {@code ssh-keygen} writes them; others are kept, too. */
  List<String> signatures();

  /**
   * The same with other signatures.
   *
   * @throws IllegalArgumentException when there are too many, or one is empty or too long
   */
  ResourceManifest withSignatures(List<String> signatures);

  /** Writes what a signature signs: the info document, or the digits of a version 1 info-hash. */
  void writeSigned(OutputStream out) throws IOException;

  /** Whether both say the same of names and bytes; version 1 also says when it was made. */
  boolean hasSameContent(ResourceManifest other);

  /**
   * The bytes of the heap that it takes, about, with what a swarm knows of its pieces; without the
   * hashes that it leaves out.
   */
  long heapBytes();

  /** The link that others can fetch it by. */
  default MagnetLink magnet(List<TrackerAddress> trackers) {
    List<TrackerAddress> named = trackers.stream().limit(MagnetLink.MAX_TRACKERS).toList();
    @Nullable String name = name().isBlank() ? null : name();
    return new MagnetLink(version(), infoHash(), named, name);
  }
}
