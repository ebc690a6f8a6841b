package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.manifest.envelope.ByteSource.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a manifest field by field, so that a long one need not be kept in memory. Text that is no
 * JSON is passed on to a parser, which refuses it.
 */
final class ManifestScanner {
  /** A longer name is no known field. */
  private static final int MAX_NAME = 64;

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final ByteSource in;
  private final int keep;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int depth;
  private boolean nameIsNext;

  /**
   * A scanner at the start.
   *
   * @param keep how many bytes are kept at most, without strings that are read as streams; 0:
   *     nothing is kept
   */
  ManifestScanner(InputStream manifest, int keep) {
    this.in = new ByteSource(manifest);
    this.keep = keep;
  }

  /**
   * Moves to the next field of the document's object.
   *
   * @return its name as it is written, with escapes; null when there is no further field
   */
  @Nullable String nextField() throws IOException {
    for (int next = take(); next != ByteSource.END; next = take()) {
      switch (next) {
        case '"' -> {
          String name = string();
          if (depth == 1 && nameIsNext) {
            nameIsNext = false;
            return name;
          }
        }
        case '{', '[' -> {
          depth++;
          nameIsNext = depth == 1;
        }
        case '}', ']' -> depth--;
        case ',' -> nameIsNext = depth == 1;
        default -> {}
      }
    }
    return null;
  }

  /**
   * The string value of the field, as a stream to be read to its end; null when the value is no
   * string.
   */
  @Nullable InputStream stringValue() throws IOException {
    while (isBlank(in.peek()) || in.peek() == ':') {
      take();
    }
    if (in.peek() != '"') {
      return null;
    }
    in.next();
    kept.writeBytes(NULL);
    return new StringStream(in);
  }

  /** The kept bytes: the whole document, with {@code null} in place of strings that were read. */
  byte[] kept() {
    return kept.toByteArray();
  }

  private String string() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int next = take(); next != '"' && next != ByteSource.END; next = take()) {
      if (text.length() < MAX_NAME) {
        text.append((char) next);
      }
      if (next == '\\') {
        take();
      }
    }
    return text.toString();
  }

  private int take() throws IOException {
    int next = in.next();
    if (keep > 0 && next != ByteSource.END) {
      if (kept.size() == keep) {
        throw new RefusedException(
            Reason.LIMIT_EXCEEDED, "the envelope has more than " + keep + " bytes");
      }
      kept.write(next);
    }
    return next;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
