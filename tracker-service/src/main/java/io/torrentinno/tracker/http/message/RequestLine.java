package io.torrentinno.tracker.http.message;

import java.nio.charset.StandardCharsets;

/**
 * A request line (RFC 9112, section 3). The path has no repeated slashes at the beginning, and no
 * slashes or blanks at the end. Scheme and authority of a target in absolute form are ignored.
 * Positions are in the array from which it was read.
 */
final class RequestLine {
  private static final byte[] HTTP_1 = AsciiBytes.of("HTTP/1.");
  private static final byte[] HTTP = AsciiBytes.of("HTTP/");
  private static final byte[] PROXY = AsciiBytes.of("PROXY ");
  private static final byte[] PLAIN_SCHEME = AsciiBytes.of("http://");
  private static final byte[] TLS_SCHEME = AsciiBytes.of("https://");
  private static final int SHORTEST = "A / HTTP/1.1".length();

  private final byte[] bytes;
  private final int start;
  private int methodEnd;
  private int path;
  private int pathEnd;
  private int query;
  private int targetEnd;
  private int end;

  /** A line that begins at {@code start}. */
  RequestLine(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
  }

  /**
   * Reads the line.
   *
   * @param feed where it ends
   * @throws HttpFault when it is no request line of HTTP/1
   */
  void read(int feed) throws HttpFault {
    end = feed > start && bytes[feed - 1] == '\r' ? feed - 1 : feed;
    int version = end - HTTP_1.length - 1;
    if (startsWith(PROXY)) {
      throw fault("The PROXY protocol is not supported. Let the proxy send X-Forwarded-For.");
    }
    if (end - start < SHORTEST || !AsciiBytes.startsWith(bytes, version, HTTP)) {
      throw fault("The request line is not HTTP/1.1.");
    }
    if (!AsciiBytes.startsWith(bytes, version, HTTP_1)) {
      throw new HttpFault(
          ResponseHead.VERSION_UNKNOWN, Problem.INVALID_REQUEST, "Only HTTP/1.1 is supported.");
    }
    methodEnd = AsciiBytes.indexOf(bytes, start, version, ' ');
    targetEnd = version - 1;
    if (methodEnd <= start || methodEnd >= targetEnd || bytes[targetEnd] != ' ') {
      throw fault("The request line is malformed.");
    }
    readTarget(methodEnd + 1);
  }

  private boolean startsWith(byte[] text) {
    return end - start >= text.length && AsciiBytes.startsWith(bytes, start, text);
  }

  private void readTarget(int target) throws HttpFault {
    path = target;
    if (bytes[target] != '/' && bytes[target] != '*') {
      path = behindAuthority(target);
    }
    int mark = AsciiBytes.indexOf(bytes, path, targetEnd, '?');
    pathEnd = mark < 0 ? targetEnd : mark;
    query = Math.min(pathEnd + 1, targetEnd);
    while (path + 1 < pathEnd && bytes[path] == '/' && bytes[path + 1] == '/') {
      path++;
    }
    while (pathEnd - 1 > path && (bytes[pathEnd - 1] == '/' || bytes[pathEnd - 1] == ' ')) {
      pathEnd--;
    }
  }

  /** Where the path of a target in absolute form begins. */
  private int behindAuthority(int target) throws HttpFault {
    int authority = behind(PLAIN_SCHEME, target);
    authority = authority < 0 ? behind(TLS_SCHEME, target) : authority;
    if (authority < 0) {
      throw fault("The request target is neither a path nor an HTTP address.");
    }
    int at = authority;
    while (at < targetEnd && bytes[at] != '/' && bytes[at] != '?') {
      at++;
    }
    return at;
  }

  private int behind(byte[] scheme, int target) {
    int schemeEnd = target + scheme.length;
    boolean isThere =
        schemeEnd < targetEnd && AsciiBytes.equalIgnoringCase(bytes, target, schemeEnd, scheme);
    return isThere ? schemeEnd : -1;
  }

  private static HttpFault fault(String detail) {
    return new HttpFault(Problem.INVALID_REQUEST, detail);
  }

  boolean hasMethod(byte[] method) {
    return AsciiBytes.equal(bytes, start, methodEnd, method);
  }

  boolean hasPath(byte[] wanted) {
    return AsciiBytes.equal(bytes, path, pathEnd, wanted);
  }

  /** Whether the path is {@code wanted}, or below it and without steps that lead elsewhere. */
  boolean isBelow(byte[] wanted) {
    int wantedEnd = path + wanted.length;
    return wantedEnd <= pathEnd
        && AsciiBytes.startsWith(bytes, path, wanted)
        && (wantedEnd == pathEnd || bytes[wantedEnd] == '/')
        && AsciiBytes.indexOf(bytes, wantedEnd, pathEnd, '.') < 0
        && AsciiBytes.indexOf(bytes, wantedEnd, pathEnd, '%') < 0;
  }

  /** Whether the path is {@code wanted} behind one more segment. */
  boolean hasPathBehindSegment(byte[] wanted) {
    int segmentEnd = pathEnd - wanted.length;
    return segmentEnd > path + 1
        && bytes[path] == '/'
        && AsciiBytes.indexOf(bytes, path + 1, segmentEnd, '/') < 0
        && AsciiBytes.equal(bytes, segmentEnd, pathEnd, wanted);
  }

  /** The first segment of the path, as it was sent. */
  String firstSegment() {
    int slash = AsciiBytes.indexOf(bytes, path + 1, pathEnd, '/');
    return AsciiBytes.text(bytes, path + 1, slash < 0 ? pathEnd : slash);
  }

  /** Whether a connection stays open after its answer, unless a header says otherwise. */
  boolean keepsAlive() {
    return bytes[end - 1] != '0';
  }

  int queryStart() {
    return query;
  }

  int queryEnd() {
    return targetEnd;
  }

  /** The line for another server, with its end: in origin form, with the path as it was sent. */
  byte[] forwarded() {
    String method = AsciiBytes.text(bytes, start, methodEnd);
    String target = pathEnd == path ? "/" : AsciiBytes.text(bytes, path, pathEnd);
    String rest = query == targetEnd ? "" : "?" + AsciiBytes.text(bytes, query, targetEnd);
    String version = AsciiBytes.text(bytes, targetEnd + 1, end);
    return (method + " " + target + rest + " " + version + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
