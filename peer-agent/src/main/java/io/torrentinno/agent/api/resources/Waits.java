package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** The time that a caller wants to wait for an answer. */
public final class Waits {
  private static final int LONGEST = 600;
  private static final String PARAMETER = "wait=";

  private Waits() {}

  /**
   * The duration in the URL of a request. A field of a form does not count, because the agent
   * decides which calls may take long before it reads a body.
   *
   * @param otherwise seconds, if the URL has none
   * @throws RequestRefused when it is out of range
   */
  public static Duration ofUrl(HttpServletRequest request, int otherwise) {
    String query = Objects.requireNonNullElse(request.getQueryString(), "");
    for (String parameter : query.split("&", -1)) {
      String decoded = decoded(parameter);
      if (decoded.startsWith(PARAMETER) && decoded.length() > PARAMETER.length()) {
        return of(seconds(decoded.substring(PARAMETER.length())));
      }
    }
    return of(otherwise);
  }

  /** Empty for a parameter that the server ignores. */
  private static String decoded(String parameter) {
    try {
      return URLDecoder.decode(parameter, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static int seconds(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RequestRefused(Problem.BAD_REQUEST, "wait can't be: " + text, e);
    }
  }

  /**
   * The duration of a {@code wait} parameter.
   *
   * @throws RequestRefused when it is out of range
   */
  public static Duration of(int seconds) {
    if (seconds < 0 || seconds > LONGEST) {
      throw new RequestRefused(
          Problem.BAD_REQUEST, "wait must be a number of seconds from 0 to " + LONGEST);
    }
    return Duration.ofSeconds(seconds);
  }
}
