package io.torrentinno.agent.announce;

import io.torrentinno.protocol.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers to {@code POST} off a connection, one after the other (HTTP/1.1, RFC 9112).
 * Whatever comes, it holds at most {@link #MOST_BODY_BYTES} and {@link #MOST_HEAD_BYTES} of it.
 */
final class HttpResponseReader {
  static final int MOST_BODY_BYTES = 4 << 20;
  static final int MOST_HEAD_BYTES = 32 << 10;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})( .*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})[ \t]*(;.*)?");
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int HEXADECIMAL = 16;

  /** What comes before a body; names in lower case. */
  private record Head(int version, int status, Map<String, String> fields) {
    @Nullable String coding() {
      return fields.get("transfer-encoding");
    }

    @Nullable String length() {
      return fields.get("content-length");
    }

    boolean isInterim() {
      return status / 100 == 1;
    }

    boolean hasBody() {
      return status != NO_CONTENT && status != NOT_MODIFIED;
    }

    /** Whether another answer can follow. */
    boolean keepsConnection() {
      String options = fields.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
      boolean ends = !hasBody() || coding() != null || length() != null;
      return version == 1 && ends && !options.contains("close");
    }
  }

  private final InputStream in;
  private boolean begun;
  private int headLeft;

  /**
   * Reads nothing yet.
   *
   * @param in buffered
   */
  HttpResponseReader(InputStream in) {
    this.in = in;
  }

  /** Whether an answer has come in part. */
  boolean hasBegun() {
    return begun;
  }

  /**
   * Blocks until the next answer is here.
   *
   * @throws ProtocolException when it is none, or too long
   * @throws IOException when it breaks off
   */
  HttpResponse read() throws IOException {
    headLeft = MOST_HEAD_BYTES;
    Head head = head();
    while (head.isInterim()) {
      head = head();
    }
    byte[] body = head.hasBody() ? body(head) : new byte[0];
    begun = false;
    return new HttpResponse(
        head.status, head.fields.get("retry-after"), Bytes.copyOf(body), !head.keepsConnection());
  }

  private Head head() throws IOException {
    Matcher status = match(STATUS, line());
    return new Head(Integer.parseInt(status.group(1)), Integer.parseInt(status.group(2)), fields());
  }

  private Map<String, String> fields() throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("a header without a name");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      fields.put(name, line.substring(colon + 1).strip());
    }
    return fields;
  }

  private byte[] body(Head head) throws IOException {
    String coding = head.coding();
    String length = head.length();
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new ProtocolException("a transfer coding that nobody asked for");
      }
      return chunks();
    }
    return length == null ? rest() : bytes(Integer.parseInt(match(LENGTH, length).group()), 0);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int length = chunkLength();
    while (length > 0) {
      body.write(bytes(length, body.size()));
      if (!line().isEmpty()) {
        throw new ProtocolException("a chunk that does not end");
      }
      headLeft = MOST_HEAD_BYTES;
      length = chunkLength();
    }
    fields(); // The trailer.
    return body.toByteArray();
  }

  private int chunkLength() throws IOException {
    return Integer.parseInt(match(CHUNK, line()).group(1), HEXADECIMAL);
  }

  /** All of a number of bytes, that follow {@code before} others of the same body. */
  private byte[] bytes(int count, int before) throws IOException {
    if (count > MOST_BODY_BYTES - before) {
      throw tooLong();
    }
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the connection ends");
    }
    return bytes;
  }

  private byte[] rest() throws IOException {
    byte[] bytes = in.readNBytes(MOST_BODY_BYTES + 1);
    if (bytes.length > MOST_BODY_BYTES) {
      throw tooLong();
    }
    return bytes;
  }

  /** Up to the end of the line, which is left out. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ends");
      }
      begun = true;
      if (--headLeft < 0) {
        throw tooLong();
      }
      line.append((char) next);
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }

  private static Matcher match(Pattern pattern, String text) throws ProtocolException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new ProtocolException("not HTTP");
    }
    return matcher;
  }

  private static ProtocolException tooLong() {
    return new ProtocolException("it is too long");
  }
}
