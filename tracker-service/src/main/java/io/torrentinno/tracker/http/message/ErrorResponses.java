package io.torrentinno.tracker.http.message;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers to requests that failed. */
public final class ErrorResponses {
  /** The text while the store is away. */
  public static final String TRY_LATER = "The tracker cannot reach its store. Try again later.";

  /** The text for a failure of the tracker itself. */
  public static final String OUR_FAULT = "The tracker's log says more.";

  private static final JsonMapper JSON = JsonMapper.shared();

  private ErrorResponses() {}

  /** A problem detail of RFC 9457. */
  public static ByteWriter problem(Problem problem, int status, String detail) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("type", problem.type().toString());
    fields.put("title", problem.title());
    fields.put("status", status);
    fields.put("detail", detail);
    return ByteWriter.begin().write(JSON.writeValueAsBytes(fields));
  }

  /** A failure as BEP 3 has it. */
  public static ByteWriter reason(String reason) {
    return ByteWriter.begin()
        .write(AsciiBytes.of("d14:failure reason" + reason.length() + ":" + reason + "e"));
  }
}
