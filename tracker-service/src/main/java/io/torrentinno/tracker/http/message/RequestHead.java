package io.torrentinno.tracker.http.message;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a request line and its headers that matter here. Positions are in the array from
 * which it was read.
 */
public final class RequestHead {
  /** The most bytes of request line and headers. */
  public static final int MOST_BYTES = 16 * 1024;

  private static final byte[] GET = AsciiBytes.of("GET");
  private static final byte[] HEAD = AsciiBytes.of("HEAD");
  private static final byte[] POST = AsciiBytes.of("POST");
  private static final byte[] ANNOUNCE = AsciiBytes.of("/announce");
  private static final byte[] SCRAPE = AsciiBytes.of("/scrape");
  private static final byte[] PEERS = AsciiBytes.of("/peers");
  private static final byte[] HEALTH = AsciiBytes.of("/actuator/health");
  private static final byte[] BATCH = AsciiBytes.of("/peers/batch");

  private final byte[] bytes;
  private final RequestLine line;
  private final RequestHeaders headers = new RequestHeaders();
  private Target target = Target.OTHER;
  private boolean isHead;
  private boolean tokenInPath;
  private boolean knowsMethod = true;
  private int lineEnd;
  private int bodyStart;

  /** The target of a request. */
  public enum Target {
    /** BEP 3. */
    ANNOUNCE,
    /** BEP 48. */
    SCRAPE,
    /** {@code POST /peers}. The reader of JSON checks the body. */
    PEERS,
    /** {@code POST /peers/batch}. */
    BATCH,
    /** A request for the control plane. */
    OTHER
  }

  private RequestHead(byte[] bytes, int start) {
    this.bytes = bytes;
    this.line = new RequestLine(bytes, start);
  }

  /**
   * Reads a head.
   *
   * @return null when it is not complete
   * @throws HttpFault when it is too long, or not HTTP
   */
  static @Nullable RequestHead read(byte[] bytes, int start, int end) throws HttpFault {
    int first = start;
    while (first < end && (bytes[first] == '\r' || bytes[first] == '\n')) {
      first++; // RFC 9112, section 2.2: some clients send an empty line after a body
    }
    if (first < end && bytes[first] < ' ') {
      throw new HttpFault(Problem.INVALID_REQUEST, "The request is not HTTP.");
    }
    int feed = AsciiBytes.indexOf(bytes, first, end, '\n');
    if ((feed < 0 ? end : feed) - start > MOST_BYTES) {
      throw tooLarge();
    }
    if (feed < 0) {
      return null;
    }
    RequestHead head = new RequestHead(bytes, first);
    head.lineEnd = feed + 1;
    head.line.read(feed);
    head.readTarget();
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

  private void readTarget() {
    isHead = line.hasMethod(HEAD);
    boolean reads = isHead || line.hasMethod(GET);
    tokenInPath = line.hasPathBehindSegment(ANNOUNCE) || line.hasPathBehindSegment(SCRAPE);
    if (line.hasPath(ANNOUNCE) || line.hasPathBehindSegment(ANNOUNCE)) {
      target = Target.ANNOUNCE;
      knowsMethod = reads;
    } else if (line.hasPath(SCRAPE) || tokenInPath) {
      target = Target.SCRAPE;
      knowsMethod = reads;
    } else if (line.hasPath(PEERS) && !reads) {
      target = Target.PEERS;
      knowsMethod = line.hasMethod(POST);
    } else if (line.hasPath(BATCH)) {
      target = Target.BATCH;
      knowsMethod = line.hasMethod(POST);
    }
  }

  public Target target() {
    return target;
  }

  /**
   * The token of an announce or a scrape: the first segment of {@code /TOKEN/announce} and {@code
   * /TOKEN/scrape}, else the one in {@code Authorization}. Null for none.
   */
  public @Nullable String token() {
    return tokenInPath ? line.firstSegment() : headers.bearer();
  }

  /** Whether it is an announce in JSON, of one resource or many. */
  public boolean isInJson() {
    return target == Target.PEERS || target == Target.BATCH;
  }

  /** Whether it asks whether the tracker is well. */
  boolean isHealth() {
    return line.isBelow(HEALTH);
  }

  /** Whether the answer has no body. */
  public boolean isHead() {
    return isHead;
  }

  /** Whether the target has this method. */
  boolean knowsMethod() {
    return knowsMethod;
  }

  RequestHeaders headers() {
    return headers;
  }

  /** Whether the connection is kept after the answer. */
  public boolean keepAlive() {
    return headers.keepAlive(line.keepsAlive());
  }

  /** Whether the answer has to say if the connection is kept. */
  boolean isOld() {
    return !line.keepsAlive();
  }

  public byte[] bytes() {
    return bytes;
  }

  public int queryStart() {
    return line.queryStart();
  }

  public int queryEnd() {
    return line.queryEnd();
  }

  /** See {@link RequestLine#forwarded}. */
  byte[] forwardedLine() {
    return line.forwarded();
  }

  /** Where the request line ends and the headers begin. */
  int lineEnd() {
    return lineEnd;
  }

  int bodyStart() {
    return bodyStart;
  }
}
