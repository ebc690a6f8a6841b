package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a manifest one by one, up to the longest length of a manifest. */
final class ByteSource {
  static final int END = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private long before;
  private int at;
  private int end;

  /** A manifest was refused while a stream of its bytes was being read. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RefusedException(Reason reason, String message) {
      super(message);
      this.reason = reason;
    }

    ManifestException refusal() {
      return new ManifestException(reason, String.valueOf(getMessage()));
    }
  }

  ByteSource(InputStream in) {
    this.in = in;
  }

  /** The next byte, or {@link #END}. */
  int next() throws IOException {
    int next = peek();
    at++;
    return next;
  }

  /** The next byte without reading it, or {@link #END}. */
  int peek() throws IOException {
    if (at >= end) {
      before += end;
      at = 0;
      end = Math.max(in.read(buffer), 0);
      if (before + end > EnvelopeLimits.MANIFEST_LENGTH) {
        throw new RefusedException(
            Reason.LIMIT_EXCEEDED,
            "the manifest has more than " + EnvelopeLimits.MANIFEST_LENGTH + " bytes");
      }
    }
    return at < end ? buffer[at] & 0xFF : END;
  }

  /**
   * Copies bytes of a JSON string up to the next special byte: a quote, a backslash, or a control
   * character.
   *
   * @return how many, at most {@code length}
   */
  int copyPlain(byte[] target, int offset, int length) {
    int begin = at;
    int most = Math.min(end, at + length);
    while (at < most && isPlain(buffer[at])) {
      at++;
    }
    System.arraycopy(buffer, begin, target, offset, at - begin);
    return at - begin;
  }

  private static boolean isPlain(byte b) {
    return (b < 0 || b >= ' ') && b != '"' && b != '\\';
  }
}
