package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.manifest.Manifest.Piece;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a manifest in little memory: 32 bytes each, 8 more where sizes differ before the
 * last piece, and 8 more where hashes mix upper and lower case. Immutable.
 */
public final class PieceList extends AbstractList<Piece> implements RandomAccess {
  /** Hashes in one array. A single array of a million hashes would have to be copied to grow. */
  private static final int CHUNK = 4096;

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private final byte[][] hashes;
  private final LetterCase letterCase;
  private final @Nullable PieceLayout layout;

  private PieceList(byte[][] hashes, LetterCase letterCase, @Nullable PieceLayout layout) {
    this.hashes = hashes;
    this.letterCase = letterCase;
    this.layout = layout;
  }

  /**
   * The same pieces in this form.
   *
   * @throws IllegalArgumentException when a hash is not 64 hex digits, or a size below 1
   */
  static PieceList copyOf(List<Piece> pieces) {
    if (pieces instanceof PieceList list) {
      return list;
    }
    Builder builder = new Builder();
    pieces.forEach(piece -> builder.add(piece.sha256(), piece.size()));
    return builder.build();
  }

  @Override
  public int size() {
    return layout == null ? 0 : layout.count();
  }

  @Override
  public Piece get(int piece) {
    Objects.checkIndex(piece, size());
    byte[] chunk = hashes[piece / CHUNK];
    int from = piece % CHUNK * PieceHash.LENGTH;
    String sha256 =
        letterCase.isUpper()
            ? UPPER.formatHex(chunk, from, from + PieceHash.LENGTH)
            : letterCase.apply(piece, hash(piece).toString());
    return new Piece(sha256, layout().size(piece));
  }

  /** The hash of a piece. */
  public PieceHash hash(int piece) {
    Objects.checkIndex(piece, size());
    return PieceHash.of(hashes[piece / CHUNK], piece % CHUNK * PieceHash.LENGTH);
  }

  /** The layout of the pieces, of which there must be at least one. */
  PieceLayout layout() {
    if (layout == null) {
      throw new IllegalStateException("the list has no pieces");
    }
    return layout;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof PieceList list)) {
      return super.equals(other);
    }
    return letterCase.equals(list.letterCase)
        && Objects.equals(layout, list.layout)
        && Arrays.deepEquals(hashes, list.hashes);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Takes pieces in file order. */
  static final class Builder {
    private static final int FIRST_CAPACITY = 16;

    private final LetterCase.Builder letterCase = new LetterCase.Builder();
    private final PieceSizes sizes = new PieceSizes();
    private byte[][] hashes = new byte[0][];

    int size() {
      return sizes.count();
    }

    /**
     * Adds a piece.
     *
     * @throws IllegalArgumentException when the hash is not 64 hex digits, or the size below 1
     */
    void add(String sha256, int size) {
      if (size < 1) {
        throw new IllegalArgumentException("a piece has " + size + " bytes");
      }
      PieceHash hash = PieceHash.parse(sha256);
      letterCase.add(size(), sha256);
      append(hash, size);
    }

    /** Adds a piece whose hash is written in lower case. */
    void add(PieceHash hash, int size) {
      letterCase.add(size(), "");
      append(hash, size);
    }

    private void append(PieceHash hash, int size) {
      int piece = size();
      int chunk = piece / CHUNK;
      int offset = piece % CHUNK * PieceHash.LENGTH;
      if (chunk == hashes.length) {
        hashes = Arrays.copyOf(hashes, chunk + 1);
        hashes[chunk] = new byte[(chunk == 0 ? FIRST_CAPACITY : CHUNK) * PieceHash.LENGTH];
      } else if (offset == hashes[chunk].length) {
        hashes[chunk] = Arrays.copyOf(hashes[chunk], 2 * offset);
      }
      hash.value().writeTo(hashes[chunk], offset);
      sizes.add(size);
    }

    PieceList build() {
      if (size() == 0) {
        return new PieceList(hashes, LetterCase.LOWER, null);
      }
      int last = hashes.length - 1;
      int used = (size() - last * CHUNK) * PieceHash.LENGTH;
      hashes[last] = Arrays.copyOf(hashes[last], used);
      return new PieceList(hashes, letterCase.build(size()), sizes.layout());
    }
  }
}
