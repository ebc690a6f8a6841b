package io.torrentinno.tracker.http.message;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Writes what went wrong. */
public final class ErrorResponses {
  /** What a caller is told while the store is away. */
  public static final String TRY_LATER = "The tracker cannot reach its store. Try again later.";

  /** What a caller is told of a fault that is not its own. */
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

  /** The words of BEP 3. */
  public static ByteWriter reason(String reason) {
    return ByteWriter.begin()
        .write(AsciiBytes.of("d14:failure reason" + reason.length() + ":" + reason + "e"));
  }
}
