package io.torrentinno.protocol.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a call, or a part of one, was refused (RFC 9457).
 *
 * @param type a URI that programs may rely on
 * @param title the kind of problem; the same for all problems of one type
 * @param status the HTTP status that the refused part would get alone
 * @param detail what is wrong with this call, for people
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY) // as the body of a whole call is written
public record ProblemBody(
    @Nullable String type, @Nullable String title, int status, @Nullable String detail) {
  @Override
  public String toString() {
    return title + ": " + detail;
  }
}
