package io.torrentinno.protocol.manifest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The date of a manifest, read and printed as Python's {@code
 * datetime.fromisoformat(x).isoformat()} does, because the info-hash covers that text. Calendar
 * dates only: week dates, which Python also reads, are refused.
 */
final class CreationDate {
  private static final String DAY = "(\\d{4})(-?)(\\d\\d)\\2(\\d\\d)";
  private static final String TIME = "(\\d\\d)(?:(:?)(\\d\\d)(?:\\6(\\d\\d)(?:[.,](\\d+))?)?)?";
  private static final String OFFSET = "(?:Z|([+-])(\\d\\d)(?:(:?)(\\d\\d)(?:\\13(\\d\\d))?)?)";
  private static final Pattern FORM =
      Pattern.compile(DAY + "(?:." + TIME + "(" + OFFSET + ")?)?", Pattern.DOTALL);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private CreationDate() {}

  /** A date for a manifest made at {@code instant}: in UTC, to the second. */
  static String of(Instant instant) {
    return SECONDS.format(instant.atOffset(ZoneOffset.UTC)) + "+00:00";
  }

  /**
   * The text that the info-hash covers.
   *
   * @throws IllegalArgumentException when {@code written} is no date
   */
  static String canonical(String written) {
    Matcher form = FORM.matcher(written);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "it does not have a form of ISO 8601, such as 2026-01-31T12:00:00Z");
    }
    try {
      LocalDate day = LocalDate.of(number(form, 1), number(form, 3), number(form, 4));
      LocalTime time = LocalTime.of(number(form, 5), number(form, 7), number(form, 8));
      if (day.getYear() < 1) {
        throw new IllegalArgumentException("there is no year 0");
      }
      return SECONDS.format(day.atTime(time)) + fraction(form) + offset(form);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no such day or time", e);
    }
  }

  /** The microseconds: six digits, further digits cut off; empty when they are zero. */
  private static String fraction(Matcher form) {
    String digits = form.group(9);
    if (digits == null) {
      return "";
    }
    String micros = (digits + "00000").substring(0, 6);
    return micros.equals("000000") ? "" : "." + micros;
  }

  private static String offset(Matcher form) {
    if (form.group(10) == null) {
      return "";
    }
    int hours = number(form, 12);
    int minutes = number(form, 14);
    int seconds = number(form, 15);
    if (hours > 23 || minutes > 59 || seconds > 59) {
      throw new IllegalArgumentException("there is no such offset");
    }
    boolean west = "-".equals(form.group(11)) && hours + minutes + seconds > 0;
    String offset = "%s%02d:%02d".formatted(west ? "-" : "+", hours, minutes);
    return seconds == 0 ? offset : offset + ":%02d".formatted(seconds);
  }

  private static int number(Matcher form, int group) {
    String digits = form.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
