package io.torrentinno.agent.selection;

import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The priority of each entry of a resource. Immutable. */
public final class FileSelection {
  /** Every entry has normal priority. */
  public static final FileSelection ALL = new FileSelection(new BitSet(), new BitSet());

  private final BitSet skipped;
  private final BitSet high;

  private FileSelection(BitSet skipped, BitSet high) {
    this.skipped = skipped;
    this.high = high;
  }

  /**
   * The same, and what a person says.
   *
   * @throws IllegalArgumentException when a path or pattern names no entry of the resource, or no
   *     entry would be fetched; the message says it
   */
  public FileSelection with(FileChoice choice, ResourceManifest manifest) {
    if (choice.isEmpty()) {
      return this;
    }
    EntryMatcher entries = new EntryMatcher(manifest.name(), treeOf(manifest));
    BitSet nowSkipped = (BitSet) skipped.clone();
    BitSet nowHigh = (BitSet) high.clone();
    if (!choice.only().isEmpty()) {
      BitSet only = entries.matching(choice.only());
      nowSkipped = only;
      nowSkipped.flip(0, entries.count());
      nowHigh.clear();
    }
    BitSet skip = entries.matching(choice.skip());
    BitSet normal = entries.matching(choice.normal());
    BitSet first = entries.matching(choice.high());
    nowSkipped.or(skip);
    nowHigh.andNot(skip);
    nowSkipped.andNot(normal);
    nowHigh.andNot(normal);
    nowSkipped.andNot(first);
    nowHigh.or(first);
    if (nowSkipped.cardinality() == entries.count()) {
      throw new IllegalArgumentException("no file of " + manifest.name() + " would be fetched");
    }
    return new FileSelection(nowSkipped, nowHigh);
  }

  public FilePriority priority(int entry) {
    return skipped.get(entry)
        ? FilePriority.SKIP
        : high.get(entry) ? FilePriority.HIGH : FilePriority.NORMAL;
  }

  public boolean isSkipped(int entry) {
    return skipped.get(entry);
  }

  /** Whether some entry is skipped. */
  public boolean hasSkipped() {
    return !skipped.isEmpty();
  }

  /** The pieces of the entries that are skipped. */
  public Bitfield skippedPieces(ResourceManifest manifest) {
    return pieces(skipped, manifest);
  }

  /** The pieces of the entries that come before the others. */
  public Bitfield highPieces(ResourceManifest manifest) {
    return pieces(high, manifest);
  }

  private static Bitfield pieces(BitSet entries, ResourceManifest manifest) {
    Bitfield pieces = new Bitfield(manifest.layout().count());
    FileTree tree = treeOf(manifest);
    for (int entry = entries.nextSetBit(0); entry >= 0; entry = entries.nextSetBit(entry + 1)) {
      int begin = tree == null ? 0 : tree.firstPiece(entry);
      int end = tree == null ? pieces.size() : begin + tree.pieces(entry);
      for (int piece = begin; piece < end; piece++) {
        pieces.set(piece);
      }
    }
    return pieces;
  }

  private static @Nullable FileTree treeOf(ResourceManifest manifest) {
    return switch (manifest) {
      case ManifestV1 _ -> null;
      case ManifestV2 two -> two.files();
    };
  }

  /** The numbers of the skipped entries, as {@link #parse} reads them; empty for none. */
  public String skippedText() {
    return EntryRanges.format(skipped);
  }

  /** The numbers of the entries of high priority, likewise. */
  public String highText() {
    return EntryRanges.format(high);
  }

  /**
   * Reads what {@link #skippedText} and {@link #highText} have returned.
   *
   * @throws IllegalArgumentException when it is nothing of that kind
   */
  public static FileSelection parse(String skipped, String high) {
    BitSet left = EntryRanges.parse(skipped);
    BitSet first = EntryRanges.parse(high);
    return left.isEmpty() && first.isEmpty() ? ALL : new FileSelection(left, first);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileSelection that
        && skipped.equals(that.skipped)
        && high.equals(that.high);
  }

  @Override
  public int hashCode() {
    return Objects.hash(skipped, high);
  }

  @Override
  public String toString() {
    return "skipped " + skipped + ", high " + high;
  }
}
