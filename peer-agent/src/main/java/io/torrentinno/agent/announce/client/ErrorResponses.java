package io.torrentinno.agent.announce.client;

import io.torrentinno.agent.announce.AnnounceFailure;
import io.torrentinno.agent.announce.AnnounceFailure.Reason;
import io.torrentinno.agent.announce.http.HttpResponse;
import io.torrentinno.protocol.model.PrintableText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers whose status is no success. */
final class ErrorResponses {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_DETAIL = 200;

  private ErrorResponses() {}

  static AnnounceFailure from(HttpResponse answer) {
    int status = answer.status();
    Reason reason =
        switch (status / 100) {
          case 4 -> Reason.REFUSED;
          case 5 -> Reason.UNAVAILABLE;
          default -> Reason.MALFORMED;
        };
    String message = "the tracker answers " + status + detail(answer.body().toArray());
    return new AnnounceFailure(reason, message, retryAfter(answer.retryAfter()));
  }

  /** The detail of a problem detail (RFC 9457), or nothing. */
  private static String detail(byte[] body) {
    try {
      String detail = JSON.readTree(body).path("detail").asString("");
      return detail.isBlank() ? "" : ": " + PrintableText.of(detail, LONGEST_DETAIL);
    } catch (JacksonException e) {
      return "";
    }
  }

  /** Only the form in seconds is read; a date is ignored. */
  private static @Nullable Duration retryAfter(@Nullable String value) {
    return value != null && value.matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(value))
        : null;
  }
}
