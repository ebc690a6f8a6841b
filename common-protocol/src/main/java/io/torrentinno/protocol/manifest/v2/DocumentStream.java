package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and hashes the bytes of a document as they are read, and ends it when it is too long. */
final class DocumentStream extends InputStream {
  private final InputStream in;
  private final long limit;
  private final MessageDigest digest = Sha256.digest();
  private long length;

  /** A document has more bytes than it may have. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(long limit) {
      super("longer than " + limit + " bytes");
    }
  }

  /**
   * A document at its start.
   *
   * @param in stays the caller's
   * @param limit the most bytes that it may have
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

  /** Reads what is left; then the hash of the whole document. */
  InfoHash finish() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    return InfoHash.of(digest.digest(), 0);
  }
}
