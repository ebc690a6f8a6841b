package io.torrentinno.agent.api.bodies;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** The kinds of bodies, which have different limits. */
enum BodyKind {
  /** Is read into memory as a whole. */
  SMALL(64L << 10),
  /** One manifest. It stays on the disk until there is memory to read it. */
  MANIFEST(128L << 20),
  /** Many manifests. They stay on the disk, too. */
  BATCH(16L << 20),
  /** Form fields and a file, which are written to the disk as they arrive. */
  UPLOAD(Long.MAX_VALUE);

  private static final String RESOURCES = "/api/v1/resources";

  private final long mostBytes;

  BodyKind(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The most bytes of it that are read. */
  long mostBytes() {
    return mostBytes;
  }

  static boolean isThere(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  static BodyKind of(HttpServletRequest request) {
    String type = request.getContentType();
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      return UPLOAD; // for any call: the server writes the parts to the disk before the call sees
      // them
    }
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return switch (path) {
      case RESOURCES -> MANIFEST;
      case RESOURCES + "/batch" -> BATCH;
      default -> SMALL;
    };
  }
}
