package io.torrentinno.tracker.http;

import org.jspecify.annotations.Nullable;

/**
 * A request line and its headers, as far as they matter here. Positions are of the array that it
 * was read from.
 */
final class RequestHead {
  /** Longest request line and headers, in bytes. */
  static final int MOST_BYTES = 16 * 1024;

  private static final int SHORTEST_LINE = "GET / HTTP/1.1".length();
  private static final byte[] GET = AsciiBytes.of("GET");
  private static final byte[] HEAD = AsciiBytes.of("HEAD");
  private static final byte[] POST = AsciiBytes.of("POST");
  private static final byte[] HTTP = AsciiBytes.of("HTTP/1.");
  private static final byte[] ANNOUNCE = AsciiBytes.of("/announce");
  private static final byte[] SCRAPE = AsciiBytes.of("/scrape");
  private static final byte[] PEERS = AsciiBytes.of("/peers");

  private final byte[] bytes;
  private final int start;
  private Target target = Target.OTHER;
  private boolean knowsMethod = true;
  private boolean keepAlive;
  private int queryStart;
  private int queryEnd;
  private int lineEnd;
  private int bodyStart;
  private final RequestHeaders headers = new RequestHeaders();

  /** What is asked for. */
  enum Target {
    /** BEP 3. */
    ANNOUNCE,
    /** BEP 48. */
    SCRAPE,
    /** {@code POST /peers}; what reads it is left to others. */
    PEERS,
    /** What is not answered here. */
    OTHER
  }

  private RequestHead(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    this.lineEnd = start;
  }

  /**
   * Reads a head. Of what is not answered here, no more than the request line is looked at.
   *
   * @return null when not all of it is there
   * @throws HttpFault when it is too long, or not HTTP
   */
  static @Nullable RequestHead read(byte[] bytes, int start, int end) throws HttpFault {
    RequestHead head = new RequestHead(bytes, start);
    int feed = AsciiBytes.indexOf(bytes, start, end, '\n');
    boolean tooLong = (feed < 0 ? end : feed) - start > MOST_BYTES;
    if (tooLong) {
      throw tooLarge();
    }
    if (feed < 0) {
      return null;
    }
    head.lineEnd = feed + 1;
    if (!head.readLine(feed)) {
      return head;
    }
    int bodyStart = head.headers.read(bytes, head.lineEnd, end);
    if ((bodyStart < 0 ? end : bodyStart) - start > MOST_BYTES) {
      throw tooLarge();
    }
    head.bodyStart = bodyStart;
    return bodyStart < 0 ? null : head;
  }

  private static HttpFault tooLarge() {
    return new HttpFault(
        ResponseHead.HEAD_TOO_LARGE,
        Problem.HEAD_TOO_LARGE,
        "Path, query and headers are longer than " + MOST_BYTES + " bytes.");
  }

  /** Whether the rest is to be read: the request is to be answered here. */
  private boolean readLine(int feed) {
    int end = feed > start && bytes[feed - 1] == '\r' ? feed - 1 : feed;
    int version = end - HTTP.length - 1;
    if (end - start < SHORTEST_LINE || !AsciiBytes.startsWith(bytes, version, HTTP)) {
      return false;
    }
    int space = AsciiBytes.indexOf(bytes, start, version, ' ');
    int targetEnd = version - 1;
    if (space < 0 || space >= targetEnd || bytes[targetEnd] != ' ') {
      return false;
    }
    int mark = AsciiBytes.indexOf(bytes, space, targetEnd, '?');
    int pathEnd = mark < 0 ? targetEnd : mark;
    queryStart = Math.min(pathEnd + 1, targetEnd);
    queryEnd = targetEnd;
    keepAlive = bytes[end - 1] != '0';
    target = target(space, pathEnd);
    return target != Target.OTHER;
  }

  private Target target(int methodEnd, int pathEnd) {
    int path = methodEnd + 1;
    boolean get = AsciiBytes.equal(bytes, start, methodEnd, GET);
    if (AsciiBytes.equal(bytes, path, pathEnd, ANNOUNCE)) {
      knowsMethod = get;
      return Target.ANNOUNCE;
    }
    if (AsciiBytes.equal(bytes, path, pathEnd, SCRAPE)) {
      knowsMethod = get;
      return Target.SCRAPE;
    }
    boolean reads = get || AsciiBytes.equal(bytes, start, methodEnd, HEAD);
    if (!AsciiBytes.equal(bytes, path, pathEnd, PEERS) || reads) {
      return Target.OTHER;
    }
    knowsMethod = AsciiBytes.equal(bytes, start, methodEnd, POST);
    return Target.PEERS;
  }

  Target target() {
    return target;
  }

  /** Whether the target is there for the method. */
  boolean knowsMethod() {
    return knowsMethod;
  }

  /** The methods that the target is there for, as {@code Allow} lists them. */
  String allowed() {
    return target == Target.PEERS ? "GET, HEAD, POST" : "GET";
  }

  RequestHeaders headers() {
    return headers;
  }

  /** Whether the connection is to be kept when this has been answered. */
  boolean keepAlive() {
    return headers.keepAlive(keepAlive);
  }

  /** Whether the answer has to say that the connection is kept, or is not. */
  boolean isOld() {
    return !keepAlive;
  }

  byte[] bytes() {
    return bytes;
  }

  int queryStart() {
    return queryStart;
  }

  int queryEnd() {
    return queryEnd;
  }

  /** Where the request line ends and the headers begin. */
  int lineEnd() {
    return lineEnd;
  }

  int bodyStart() {
    return bodyStart;
  }
}
