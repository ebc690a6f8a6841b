package io.torrentinno.tracker.http;

import io.torrentinno.tracker.swarm.StoreUnavailableException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.json.JsonMapper;

/** Writes what went wrong. */
final class Failures {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Failures() {}

  /** A problem detail of RFC 9457. */
  static ByteWriter problem(Problem problem, int status, String detail) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("type", problem.type().toString());
    fields.put("title", problem.title());
    fields.put("status", status);
    fields.put("detail", detail);
    return ByteWriter.begin().write(JSON.writeValueAsBytes(fields));
  }

  /** The words of BEP 3. */
  static ByteWriter reason(String reason) {
    return ByteWriter.begin()
        .write(AsciiBytes.of("d14:failure reason" + reason.length() + ":" + reason + "e"));
  }

  static boolean isUnavailable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreUnavailableException;
  }
}
