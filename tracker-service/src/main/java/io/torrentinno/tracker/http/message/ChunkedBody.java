package io.torrentinno.tracker.http.message;

/** A body in chunks (RFC 9112, section 7.1). Reading it joins the chunks in place. */
final class ChunkedBody {
  private static final int MOST_SIZE_DIGITS = 8;

  private final byte[] bytes;
  private final int limit;
  private int at;
  private int bodyEnd;

  /** A body that begins at {@code start}; there are no bytes beyond {@code limit}. */
  ChunkedBody(byte[] bytes, int start, int limit) {
    this.bytes = bytes;
    this.limit = limit;
    this.at = start;
    this.bodyEnd = start;
  }

  /**
   * Moves all chunks to the place where the first one began.
   *
   * @return false when the body is not complete
   * @throws HttpFault when it is malformed
   */
  boolean read() throws HttpFault {
    while (true) {
      int feed = AsciiBytes.indexOf(bytes, at, limit, '\n');
      if (feed < 0) {
        return false;
      }
      int size = size(feed);
      at = feed + 1;
      if (size == 0) {
        return skipTrailers();
      }
      if (limit - at < size + 2) {
        return false;
      }
      System.arraycopy(bytes, at, bytes, bodyEnd, size);
      bodyEnd += size;
      at += size;
      if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
        throw malformed();
      }
      at += 2;
    }
  }

  private int size(int feed) throws HttpFault {
    int size = 0;
    int digits = 0;
    for (int i = at; i < feed; i++) {
      int digit = AsciiBytes.hex(bytes[i]);
      if (digit < 0) {
        boolean ends = bytes[i] == '\r' || bytes[i] == ';' || bytes[i] == ' ';
        if (!ends) {
          throw malformed();
        }
        break;
      }
      digits++;
      if (digits > MOST_SIZE_DIGITS - 1) {
        throw malformed();
      }
      size = (size << 4) | digit;
    }
    if (digits == 0) {
      throw malformed();
    }
    return size;
  }

  private boolean skipTrailers() {
    while (true) {
      int feed = AsciiBytes.indexOf(bytes, at, limit, '\n');
      if (feed < 0) {
        return false;
      }
      boolean empty = feed == at || (feed == at + 1 && bytes[at] == '\r');
      at = feed + 1;
      if (empty) {
        return true;
      }
    }
  }

  private static HttpFault malformed() {
    return new HttpFault(Problem.INVALID_REQUEST, "A chunk is malformed.");
  }

  /** Where the joined body ends. */
  int bodyEnd() {
    return bodyEnd;
  }

  /** Where the next request begins. */
  int end() {
    return at;
  }
}
