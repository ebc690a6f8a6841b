package io.torrentinno.protocol.manifest.envelope;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Writes UTF-8 as the content of a JSON string. It is buffered, so call {@link #pass} at the end.
 */
final class StringEscapes extends OutputStream {
  private static final int BUFFER = 8192;
  private static final HexFormat HEX = HexFormat.of();

  private final OutputStream out;
  private final ByteArrayOutputStream escaped = new ByteArrayOutputStream(BUFFER + 6);

  /**
   * An empty string.
   *
   * @param out what the content is written to; it is neither flushed nor closed
   */
  StringEscapes(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    byte b = (byte) value;
    if (b >= 0 && b < ' ') {
      escaped.writeBytes(("\\u00" + HEX.toHexDigits(b)).getBytes(StandardCharsets.US_ASCII));
    } else {
      if (b == '"' || b == '\\') {
        escaped.write('\\');
      }
      escaped.write(b);
    }
    if (escaped.size() >= BUFFER) {
      pass();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  /** Writes what is still kept here; the stream behind it is not flushed. */
  void pass() throws IOException {
    escaped.writeTo(out);
    escaped.reset();
  }
}
