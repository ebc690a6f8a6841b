package io.torrentinno.agent.api.reading;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * The headers of requests for a file and of their answers (RFC 9110). Files come from strangers: no
 * browser may run them as a part of this agent's page.
 *
 * @param etag strong, as a file of an info-hash never changes
 */
record ContentHeaders(ReadableFile file, String etag) {
  /**
   * Types that a browser shows in a tab. With {@link #POLICY} it may not play sounds and videos
   * there.
   */
  private static final String SHOWN = "image";

  /** Forbids a document to run or load anything, and to belong to this origin. */
  private static final String POLICY =
      "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'";

  static ContentHeaders of(ReadableFile file) {
    return new ContentHeaders(file, "\"" + file.infoHash() + "-" + file.entry() + "\"");
  }

  /**
   * The range of bytes of an answer.
   *
   * @param end the byte after the last one
   */
  record Part(long begin, long end, boolean whole) {}

  /** Whether the client has the file already ({@code If-None-Match}). */
  boolean isKnown(HttpServletRequest request) {
    return matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), true);
  }

  /** Refuses a request that is for another file ({@code If-Match}). */
  void requireMatch(HttpServletRequest request) {
    String wanted = request.getHeader(HttpHeaders.IF_MATCH);
    if (wanted != null && !matches(wanted, false)) {
      throw new RequestRefused(Problem.PRECONDITION_FAILED, "the ETag of the file is " + etag);
    }
  }

  private boolean matches(@Nullable String tags, boolean weak) {
    if (tags == null) {
      return false;
    }
    for (String tag : tags.split(",", -1)) {
      String wanted = tag.strip();
      if (wanted.equals("*") || wanted.equals(etag) || (weak && wanted.equals("W/" + etag))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The range that the request is for. A {@code Range} that is malformed, has several ranges or is
   * for another version of the file ({@code If-Range}) is ignored.
   *
   * @throws RequestRefused when the file has no byte of the range
   */
  Part part(HttpServletRequest request, HttpServletResponse response) {
    Part whole = new Part(0, file.size(), true);
    String condition = request.getHeader(HttpHeaders.IF_RANGE);
    HttpRange range = single(request.getHeader(HttpHeaders.RANGE));
    if (range == null || (condition != null && !condition.strip().equals(etag))) {
      return whole;
    }
    long begin = range.getRangeStart(file.size());
    if (begin >= file.size()) {
      response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size());
      throw new RequestRefused(
          Problem.RANGE_NOT_SATISFIABLE, "the file has " + file.size() + " bytes");
    }
    return new Part(begin, range.getRangeEnd(file.size()) + 1, false);
  }

  private static @Nullable HttpRange single(@Nullable String header) {
    try {
      List<HttpRange> ranges = HttpRange.parseRanges(header);
      return ranges.size() == 1 ? ranges.getFirst() : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Writes the status and the headers. */
  void write(Part part, HttpServletResponse response) {
    MediaType type =
        MediaTypeFactory.getMediaType(file.name()).orElse(MediaType.APPLICATION_OCTET_STREAM);
    response.setContentType(type.toString());
    response.setContentLengthLong(part.end() - part.begin());
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(type).toString());
    writeAlways(response);
    if (!part.whole()) {
      response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
      response.setHeader(
          HttpHeaders.CONTENT_RANGE,
          "bytes " + part.begin() + "-" + (part.end() - 1) + "/" + file.size());
    }
  }

  /** Writes an answer without bytes to a client that has them. */
  void writeKnown(HttpServletResponse response) {
    response.setStatus(HttpStatus.NOT_MODIFIED.value());
    writeAlways(response);
  }

  private void writeAlways(HttpServletResponse response) {
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  }

  private ContentDisposition disposition(MediaType type) {
    boolean shown = type.getType().equals(SHOWN) && !type.getSubtype().endsWith("+xml");
    ContentDisposition.Builder disposition =
        shown ? ContentDisposition.inline() : ContentDisposition.attachment();
    return disposition.filename(file.name(), StandardCharsets.UTF_8).build();
  }
}
