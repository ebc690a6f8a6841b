package io.torrentinno.agent.manifest;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.v2.InfoWriter;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A manifest of version 2: a file or a folder. */
public final class ManifestV2 implements ResourceManifest {
  private static final Logger log = LoggerFactory.getLogger(ManifestV2.class);

  /** Its place in the tree, and the stamp by which a file is recognised; without its name. */
  private static final long BYTES_PER_ENTRY = 80;

  /** Its place, and what a swarm knows of each piece; its hash is counted by who keeps it. */
  private static final long BYTES_PER_PIECE = 48;

  private final InfoHash infoHash;
  private final ResourceInfo info;
  private final Envelope envelope;
  private final InfoBytes bytes;
  private final PieceLayout layout;
  private final List<TrackerAddress> trackers;

  /**
   * A manifest whose info document was read.
   *
   * @param infoHash of the document
   * @param bytes the document
   */
  public ManifestV2(InfoHash infoHash, ResourceInfo info, Envelope envelope, InfoBytes bytes) {
    this(infoHash, info, envelope, bytes, layout(info.files()));
  }

  private ManifestV2(
      InfoHash infoHash,
      ResourceInfo info,
      Envelope envelope,
      InfoBytes bytes,
      PieceLayout layout) {
    this.infoHash = infoHash;
    this.info = info;
    this.envelope = envelope;
    this.bytes = bytes;
    this.layout = layout;
    this.trackers = valid(envelope.trackers());
  }

  /** One whose info document is what our writer writes. */
  public static ManifestV2 of(ResourceInfo info, Envelope envelope) {
    return new ManifestV2(
        InfoWriter.infoHash(info), info, envelope, out -> InfoWriter.write(info, out));
  }

  /** One whose info document is in the state folder. */
  static ManifestV2 stored(InfoHash infoHash, ResourceInfo info, Envelope envelope) {
    return new ManifestV2(infoHash, info, envelope, out -> writeAgain(infoHash, info, out));
  }

  /** For one that was deleted there and is needed again. */
  private static void writeAgain(InfoHash infoHash, ResourceInfo info, OutputStream out)
      throws IOException {
    if (!InfoWriter.infoHash(info).equals(infoHash)) {
      throw new IOException("the info document of " + infoHash + " is gone: add it again");
    }
    InfoWriter.write(info, out);
  }

  @Override
  public InfoHash infoHash() {
    return infoHash;
  }

  @Override
  public String name() {
    return info.name();
  }

  /** The entries. */
  public FileTree files() {
    return info.files();
  }

  public ResourceInfo info() {
    return info;
  }

  public Envelope envelope() {
    return envelope;
  }

  /** Where the info document's bytes are. */
  public InfoBytes bytes() {
    return bytes;
  }

  /** The same with another envelope. */
  public ManifestV2 with(Envelope other) {
    return new ManifestV2(infoHash, info, other, bytes, layout);
  }

  @Override
  public List<String> signatures() {
    return envelope.signatures();
  }

  @Override
  public ManifestV2 withSignatures(List<String> others) {
    try {
      return with(envelope.withSignatures(SignatureRules.checked(others)));
    } catch (ManifestException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public void writeSigned(OutputStream out) throws IOException {
    bytes.writeTo(out);
  }

  /**
   * The same manifest with other trackers, as many as an envelope can have.
   *
   * @param alone whether they replace its own trackers, rather than follow them
   */
  public ManifestV2 announcedTo(List<TrackerAddress> trackers, boolean alone) {
    List<String> own = alone ? List.of() : envelope.trackers();
    Stream<String> others =
        trackers.stream()
            .filter(tracker -> alone || !trackers().contains(tracker))
            .map(TrackerAddress::toString);
    List<String> all =
        Stream.concat(own.stream(), others).distinct().limit(MagnetLink.MAX_TRACKERS).toList();
    try {
      return with(envelope.withTrackers(all));
    } catch (ManifestException e) {
      throw new IllegalStateException("trackers that were valid", e);
    }
  }

  @Override
  public PieceLayout layout() {
    return layout;
  }

  @Override
  public List<TrackerAddress> trackers() {
    return trackers;
  }

  /** The trackers that this version of the agent can announce to, each once. */
  private static List<TrackerAddress> valid(List<String> trackers) {
    List<TrackerAddress> known = new ArrayList<>();
    for (String tracker : trackers) {
      TrackerAddress address = parse(tracker);
      if (address != null && !known.contains(address)) {
        known.add(address);
      }
    }
    return List.copyOf(known);
  }

  private static @Nullable TrackerAddress parse(String tracker) {
    try {
      return TrackerAddress.parse(tracker);
    } catch (IllegalArgumentException e) {
      log.debug("A tracker is ignored: {}", e.getMessage());
      return null;
    }
  }

  @Override
  public boolean isFolder() {
    return !files().isSingleFile();
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public boolean hasSameContent(ResourceManifest other) {
    return other.infoHash().equals(infoHash);
  }

  @Override
  public long heapBytes() {
    FileTree files = files();
    return BYTES_PER_ENTRY * ((long) files.size() + files.folders())
        + files.nameBytes()
        + BYTES_PER_PIECE * files.pieces()
        + bytes.heapBytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ManifestV2 that
        && infoHash.equals(that.infoHash)
        && envelope.equals(that.envelope);
  }

  @Override
  public int hashCode() {
    return infoHash.hashCode();
  }

  /** The pieces of all files of a tree, laid end to end. */
  public static PieceLayout layout(FileTree files) {
    int[] sizes = new int[files.pieces()];
    for (int entry = 0; entry < files.size(); entry++) {
      long left = files.length(entry);
      int end = files.firstPiece(entry) + files.pieces(entry);
      for (int piece = files.firstPiece(entry); piece < end; piece++) {
        sizes[piece] = (int) Math.min(left, files.pieceLength());
        left -= sizes[piece];
      }
    }
    return new PieceLayout(sizes);
  }
}
