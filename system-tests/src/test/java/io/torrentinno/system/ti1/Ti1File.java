package io.torrentinno.system.ti1;

import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.ti1.Ti1Manifest.Piece;
import java.util.Arrays;
import java.util.BitSet;

/** The file of a TI/1 client, and which pieces of it are there. Safe for several threads. */
final class Ti1File {
  private final Ti1Manifest manifest;
  private final byte[] bytes;
  private final BitSet present = new BitSet();

  private Ti1File(Ti1Manifest manifest, byte[] bytes) {
    this.manifest = manifest;
    this.bytes = bytes;
  }

  /** One without any piece. */
  static Ti1File empty(Ti1Manifest manifest) {
    return new Ti1File(manifest, new byte[manifest.length()]);
  }

  /** One that claims to have every piece, whether {@code bytes} match the manifest or not. */
  static Ti1File claiming(Ti1Manifest manifest, byte[] bytes) {
    Ti1File file = new Ti1File(manifest, bytes.clone());
    file.present.set(0, manifest.pieces().size());
    return file;
  }

  /** Any range inside the file, also of pieces that are not there; null when it is outside. */
  synchronized byte @org.jspecify.annotations.Nullable [] read(int piece, int begin, int length) {
    if (piece < 0 || piece >= manifest.pieces().size() || begin < 0 || length < 1) {
      return null;
    }
    long from = (long) manifest.offset(piece) + begin;
    if (from + length > bytes.length) {
      return null;
    }
    return Arrays.copyOfRange(bytes, (int) from, (int) from + length);
  }

  /** Keeps a whole piece when its hash is right; tells whether it was. */
  synchronized boolean accept(int index, byte[] data) {
    Piece piece = manifest.pieces().get(index);
    if (data.length != piece.size() || !TestFile.sha256(data).equals(piece.sha256())) {
      return false;
    }
    System.arraycopy(data, 0, bytes, manifest.offset(index), data.length);
    present.set(index);
    return true;
  }

  /**
   * The first piece that is missing here, is in {@code offered} and not in {@code asked}; or -1.
   */
  synchronized int wanted(BitSet offered, BitSet asked) {
    BitSet wanted = (BitSet) offered.clone();
    wanted.andNot(present);
    wanted.andNot(asked);
    return wanted.nextSetBit(0);
  }

  synchronized boolean isComplete() {
    return present.cardinality() == manifest.pieces().size();
  }

  /** The wire form: high bit first. */
  synchronized byte[] bitfield() {
    byte[] field = new byte[bitfieldLength()];
    present.stream().forEach(piece -> field[piece / 8] |= (byte) (0x80 >> piece % 8));
    return field;
  }

  int bitfieldLength() {
    return (manifest.pieces().size() + 7) / 8;
  }

  synchronized byte[] content() {
    return bytes.clone();
  }

  Ti1Manifest manifest() {
    return manifest;
  }
}
