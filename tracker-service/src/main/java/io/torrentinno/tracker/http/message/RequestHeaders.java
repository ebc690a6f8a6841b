package io.torrentinno.tracker.http.message;

import io.torrentinno.tracker.gateway.TrustedProxies;
import org.jspecify.annotations.Nullable;

/** The headers that matter here. */
final class RequestHeaders {
  private static final byte[] CONNECTION = AsciiBytes.of("connection");
  private static final byte[] CONTENT_LENGTH = AsciiBytes.of("content-length");
  private static final byte[] CONTENT_TYPE = AsciiBytes.of("content-type");
  private static final byte[] TRANSFER_ENCODING = AsciiBytes.of("transfer-encoding");
  private static final byte[] ACCEPT = AsciiBytes.of("accept");
  private static final byte[] EXPECT = AsciiBytes.of("expect");
  private static final byte[] X_FORWARDED_FOR = AsciiBytes.of("x-forwarded-for");
  private static final byte[] FORWARDED = AsciiBytes.of("forwarded");
  private static final byte[] X_REAL_IP = AsciiBytes.of("x-real-ip");
  private static final byte[] AUTHORIZATION = AsciiBytes.of("authorization");
  private static final byte[] BEARER = AsciiBytes.of("bearer ");
  private static final byte[] CLOSE = AsciiBytes.of("close");
  private static final byte[] KEEP_ALIVE = AsciiBytes.of("keep-alive");
  private static final byte[] CHUNKED = AsciiBytes.of("chunked");
  private static final byte[] CONTINUE = AsciiBytes.of("100-continue");
  private static final byte[] JSON = AsciiBytes.of("application/json");
  private static final byte[] ANY_APPLICATION = AsciiBytes.of("application/*");
  private static final byte[] ANYTHING = AsciiBytes.of("*/*");
  private static final byte[] VIA = AsciiBytes.of("via");
  private static final byte[] X_FORWARDED = AsciiBytes.of("x-forwarded-");
  private static final long NO_LENGTH = -1;

  private long contentLength = NO_LENGTH;
  private boolean chunked;
  private boolean close;
  private boolean keep;
  private boolean json;
  private boolean refusesJson;
  private boolean expectsContinue;
  private boolean ofProxy;
  private @Nullable String bearer;
  private String forwardedFor = "";
  private String forwarded = "";
  private String realIp = "";

  /**
   * Reads all headers.
   *
   * @return where the body begins; negative when the headers are not complete
   * @throws HttpFault when they are not HTTP, or leave in doubt where the body ends
   */
  int read(byte[] bytes, int start, int end) throws HttpFault {
    int line = start;
    while (true) {
      int feed = AsciiBytes.indexOf(bytes, line, end, '\n');
      if (feed < 0) {
        return -1;
      }
      int lineEnd = feed > line && bytes[feed - 1] == '\r' ? feed - 1 : feed;
      if (lineEnd == line) {
        break;
      }
      int colon = AsciiBytes.indexOf(bytes, line, lineEnd, ':');
      // A line that begins with a blank would continue the line before it, for other readers.
      if (colon <= line || isBlank(bytes[colon - 1]) || isBlank(bytes[line])) {
        throw fault("A header is malformed.");
      }
      take(bytes, line, colon, lineEnd);
      line = feed + 1;
    }
    if (chunked && contentLength != NO_LENGTH) {
      throw fault("The body has two lengths.");
    }
    return AsciiBytes.indexOf(bytes, line, end, '\n') + 1;
  }

  private void take(byte[] bytes, int name, int colon, int lineEnd) throws HttpFault {
    ofProxy |= isOfProxy(bytes, name, colon);
    // Few names matter, and most differ in length.
    switch (colon - name) {
      case 6, 9, 10, 12, 13, 14, 15, 17 -> {}
      default -> {
        return;
      }
    }
    int start = colon + 1;
    int end = lineEnd;
    while (start < end && isBlank(bytes[start])) {
      start++;
    }
    while (end > start && isBlank(bytes[end - 1])) {
      end--;
    }
    if (AsciiBytes.equalIgnoringCase(bytes, name, colon, CONNECTION)) {
      close |= AsciiBytes.containsIgnoringCase(bytes, start, end, CLOSE);
      keep |= AsciiBytes.containsIgnoringCase(bytes, start, end, KEEP_ALIVE);
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, CONTENT_LENGTH)) {
      takeLength(AsciiBytes.number(bytes, start, end));
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, CONTENT_TYPE)) {
      json = isJson(bytes, start, end);
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, TRANSFER_ENCODING)) {
      if (!AsciiBytes.equalIgnoringCase(bytes, start, end, CHUNKED) || chunked) {
        throw fault("The transfer encoding is not known.");
      }
      chunked = true;
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, ACCEPT)) {
      refusesJson =
          !AsciiBytes.containsIgnoringCase(bytes, start, end, JSON)
              && !AsciiBytes.containsIgnoringCase(bytes, start, end, ANY_APPLICATION)
              && !AsciiBytes.containsIgnoringCase(bytes, start, end, ANYTHING);
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, EXPECT)) {
      expectsContinue = AsciiBytes.equalIgnoringCase(bytes, start, end, CONTINUE);
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, AUTHORIZATION)) {
      takeBearer(bytes, start, end);
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, X_FORWARDED_FOR)) {
      forwardedFor = joined(forwardedFor, AsciiBytes.text(bytes, start, end));
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, FORWARDED)) {
      forwarded = joined(forwarded, AsciiBytes.text(bytes, start, end));
    } else if (AsciiBytes.equalIgnoringCase(bytes, name, colon, X_REAL_IP)) {
      realIp = joined(realIp, AsciiBytes.text(bytes, start, end));
    }
  }

  /** Whether only proxies send a header, to say that they pass a request on. */
  private static boolean isOfProxy(byte[] bytes, int name, int colon) {
    return switch (bytes[name] | 0x20) {
      case 'x' ->
          AsciiBytes.equalIgnoringCase(bytes, name, colon, X_REAL_IP)
              || (colon - name > X_FORWARDED.length
                  && AsciiBytes.equalIgnoringCase(
                      bytes, name, name + X_FORWARDED.length, X_FORWARDED));
      case 'f' -> AsciiBytes.equalIgnoringCase(bytes, name, colon, FORWARDED);
      case 'v' -> AsciiBytes.equalIgnoringCase(bytes, name, colon, VIA);
      default -> false;
    };
  }

  /** The first token counts. Other schemes are ignored. */
  private void takeBearer(byte[] bytes, int start, int end) {
    int token = start + BEARER.length;
    if (bearer == null
        && token <= end
        && AsciiBytes.equalIgnoringCase(bytes, start, token, BEARER)) {
      bearer = AsciiBytes.text(bytes, token, end).strip();
    }
  }

  private static String joined(String before, String value) {
    return before.isEmpty() ? value : before + "," + value;
  }

  private void takeLength(long length) throws HttpFault {
    if (length < 0 || (contentLength != NO_LENGTH && contentLength != length)) {
      throw fault("The length of the body is malformed.");
    }
    contentLength = length;
  }

  private static boolean isJson(byte[] bytes, int start, int end) {
    int semicolon = AsciiBytes.indexOf(bytes, start, end, ';');
    int typeEnd = semicolon < 0 ? end : semicolon;
    while (typeEnd > start && isBlank(bytes[typeEnd - 1])) {
      typeEnd--;
    }
    return AsciiBytes.equalIgnoringCase(bytes, start, typeEnd, JSON);
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t';
  }

  private static HttpFault fault(String detail) {
    return new HttpFault(Problem.INVALID_REQUEST, detail);
  }

  /** Bytes of the body, unless it is chunked. */
  long contentLength() {
    return Math.max(contentLength, 0);
  }

  boolean isChunked() {
    return chunked;
  }

  /** The token in {@code Authorization}; null for none. */
  @Nullable String bearer() {
    return bearer;
  }

  /** Whether the body is JSON by its {@code Content-Type}. */
  boolean isJson() {
    return json;
  }

  /** Whether the caller does not accept JSON. */
  boolean refusesJson() {
    return refusesJson;
  }

  /** Whether the caller waits for {@code 100 Continue} before it sends the body. */
  boolean expectsContinue() {
    return expectsContinue;
  }

  /**
   * The value of the header in which proxies name their callers, the last proxy's entry at the end;
   * empty for none.
   */
  String chain(TrustedProxies.Header header) {
    return switch (header) {
      case X_FORWARDED_FOR -> forwardedFor;
      case FORWARDED -> forwarded;
      case X_REAL_IP -> realIp;
    };
  }

  /** Whether a proxy says that it has passed the request on. */
  boolean isOfProxy() {
    return ofProxy;
  }

  boolean keepAlive(boolean unlessTold) {
    return !close && (unlessTold || keep);
  }
}
