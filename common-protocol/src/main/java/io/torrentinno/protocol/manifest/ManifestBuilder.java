package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;

/** Makes manifests from content by hashing its pieces. */
public final class ManifestBuilder {
  /** The smallest piece, except for a last one: 16 KiB. */
  public static final int MIN_PIECE_SIZE = 16 * 1024;

  /** The largest piece; TI/1 clients refuse pieces above 1,000,000 bytes. */
  public static final int MAX_PIECE_SIZE = 16 * 1024 * 1024;

  private static final int SMALL_PIECE_SIZE = 256 * 1024;
  private static final int LARGE_PIECE_SIZE = 512 * 1024;
  private static final long LARGE_FILE = 512L * 1024 * 1024;
  private static final int BUFFER = 128 * 1024;

  private final ManifestHeader header;
  private final int pieceSize;

  /**
   * A builder of manifests with pieces of one size; the last piece is the rest.
   *
   * @param pieceSize bytes, {@value #MIN_PIECE_SIZE} to {@value #MAX_PIECE_SIZE}
   * @throws ManifestException when the piece size is out of range
   */
  public ManifestBuilder(ManifestHeader header, int pieceSize) throws ManifestException {
    if (pieceSize < MIN_PIECE_SIZE || pieceSize > MAX_PIECE_SIZE) {
      throw ManifestException.invalid(
          "the piece size is not between " + MIN_PIECE_SIZE + " and " + MAX_PIECE_SIZE);
    }
    this.header = header;
    this.pieceSize = pieceSize;
  }

  /**
   * The piece size for a file, in bytes: 256 KiB, or 512 KiB for 512 MiB and more, which TI/1
   * clients accept. Larger pieces are used only for files that would have too many pieces.
   */
  public static int defaultPieceSize(long fileSize) {
    int pieceSize = fileSize < LARGE_FILE ? SMALL_PIECE_SIZE : LARGE_PIECE_SIZE;
    while (pieceSize < MAX_PIECE_SIZE && fileSize / pieceSize >= ManifestRules.MAX_PIECES) {
      pieceSize *= 2;
    }
    return pieceSize;
  }

  /**
   * Reads content to its end and makes its manifest.
   *
   * @param content is not closed
   * @param size bytes that {@code content} has
   * @throws ManifestException when the header breaks a rule, the content is empty or has too many
   *     pieces (checked before anything is read), or it does not have {@code size} bytes
   * @throws IOException when {@code content} fails
   */
  public Manifest build(InputStream content, long size) throws ManifestException, IOException {
    check(size);
    PieceList.Builder pieces = new PieceList.Builder();
    byte[] buffer = new byte[BUFFER];
    MessageDigest digest = Sha256.digest();
    for (long offset = 0; offset < size; offset += pieceSize) {
      int length = (int) Math.min(pieceSize, size - offset);
      hash(content, length, digest, buffer);
      pieces.add(PieceHash.of(digest.digest(), 0), length);
    }
    if (content.read() >= 0) {
      throw new ManifestException(
          Reason.WRONG_SIZE, "the content has more than " + size + " bytes");
    }
    return manifest(pieces.build());
  }

  /**
   * Checks that content of {@code size} bytes can have a manifest.
   *
   * @throws ManifestException when the header breaks a rule, the content is empty or has too many
   *     pieces
   */
  public void check(long size) throws ManifestException {
    if (size < 1) {
      throw ManifestException.invalid("pieces is empty: there is no content");
    }
    ManifestRules.checkPieceCount(Math.ceilDiv(size, (long) pieceSize));
    ManifestRules.check(manifest(onePiece()));
  }

  /**
   * Makes the manifest of content whose pieces were hashed before.
   *
   * @param size bytes of the content
   * @param hashes of all its pieces, in their order
   * @throws ManifestException as {@link #check} does
   */
  public Manifest assemble(long size, List<PieceHash> hashes) throws ManifestException {
    check(size);
    long count = Math.ceilDiv(size, (long) pieceSize);
    if (hashes.size() != count) {
      throw new IllegalArgumentException(
          "there are " + hashes.size() + " hashes for " + count + " pieces");
    }
    PieceList.Builder pieces = new PieceList.Builder();
    long left = size;
    for (PieceHash hash : hashes) {
      int length = (int) Math.min(pieceSize, left);
      pieces.add(hash, length);
      left -= length;
    }
    return manifest(pieces.build());
  }

  private static PieceList onePiece() {
    PieceList.Builder pieces = new PieceList.Builder();
    pieces.add("0".repeat(64), 1);
    return pieces.build();
  }

  private Manifest manifest(PieceList pieces) {
    return new Manifest(
        header.trackerIp(),
        header.trackerPort(),
        header.comment(),
        CreationDate.of(header.created()),
        header.name(),
        pieces);
  }

  private static void hash(InputStream content, int length, MessageDigest digest, byte[] buffer)
      throws ManifestException, IOException {
    for (int left = length; left > 0; ) {
      int read = content.read(buffer, 0, Math.min(left, buffer.length));
      if (read < 0) {
        throw new ManifestException(Reason.WRONG_SIZE, "the content ends " + left + " bytes early");
      }
      digest.update(buffer, 0, read);
      left -= read;
    }
  }
}
