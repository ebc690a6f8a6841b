package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Counts and hashes the bytes of a document while they are read, and fails when the document is too
 * long.
 */
final class DocumentStream extends InputStream {
  private final InputStream in;
  private final long limit;
  private final MessageDigest digest = Sha256.digest();
  private long length;

  /** The document is longer than its limit. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(long limit) {
      super("more than " + limit + " bytes");
    }
  }

  /**
   * A document at its start.
   *
   * @param in is not closed
   * @param limit the most bytes that the document may have
   */
  DocumentStream(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read > 0) {
      this.length += read;
      if (this.length > limit) {
        throw new TooLongException(limit);
      }
      digest.update(target, offset, read);
    }
    return read;
  }

  /** How many bytes have been read. */
  long length() {
    return length;
  }

  /** Reads the rest, and returns the hash of the whole document. */
  InfoHash finish() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    return InfoHash.of(digest.digest(), 0);
  }
}
