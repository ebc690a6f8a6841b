package io.torrentinno.agent.announce;

import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers that are none. */
final class Refusals {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_DETAIL = 200;

  private Refusals() {}

  static AnnounceFailure from(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    Reason reason =
        switch (status / 100) {
          case 4 -> Reason.REFUSED;
          case 5 -> Reason.UNAVAILABLE;
          default -> Reason.MALFORMED;
        };
    String message = "the tracker answers " + status + detail(response.body());
    return new AnnounceFailure(reason, message, retryAfter(response));
  }

  /** What a problem detail (RFC 9457) says, if it is one. */
  private static String detail(byte[] body) {
    try {
      String detail = JSON.readTree(body).path("detail").asString("");
      return detail.isBlank()
          ? ""
          : ": " + detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL));
    } catch (JacksonException e) {
      return "";
    }
  }

  /** Only the form in seconds is understood; a date is as good as none. */
  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }
}
