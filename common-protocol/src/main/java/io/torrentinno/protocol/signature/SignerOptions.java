package io.torrentinno.protocol.signature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a line of {@code allowed_signers}. What is not known is refused, because it would
 * have limited the signer.
 *
 * @param namespaces patterns; null when all are allowed
 */
record SignerOptions(@Nullable String namespaces, Instant validAfter, Instant validBefore) {
  static final SignerOptions NONE = new SignerOptions(null, Instant.MIN, Instant.MAX);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

  static SignerOptions parse(String text) throws SshFormatException {
    SignerOptions options = NONE;
    Set<String> seen = new HashSet<>();
    for (String option : Words.split(text, ",")) {
      int equals = option.indexOf('=');
      String name = (equals < 0 ? option : option.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (!seen.add(name)) {
        throw SshFormatException.malformed("the option " + name + " is there twice");
      }
      String value = equals < 0 ? "" : Words.unquoted(option.substring(equals + 1));
      options =
          switch (name) {
            case "namespaces" -> new SignerOptions(value, options.validAfter, options.validBefore);
            case "valid-after" ->
                new SignerOptions(options.namespaces, time(value), options.validBefore);
            case "valid-before" ->
                new SignerOptions(options.namespaces, options.validAfter, time(value));
            case "cert-authority" ->
                throw SshFormatException.unsupported(
                    "cert-authority is not supported: list the keys of the signers");
            default -> throw SshFormatException.unsupported("the option " + name);
          };
    }
    return options;
  }

  /** YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, in the local time zone unless Z follows. */
  private static Instant time(String text) throws SshFormatException {
    boolean utc = text.endsWith("Z");
    String digits = utc ? text.substring(0, text.length() - 1) : text;
    String all =
        switch (digits.length()) {
          case 8 -> digits + "000000";
          case 12 -> digits + "00";
          default -> digits;
        };
    try {
      return LocalDateTime.parse(all, TIME)
          .atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault())
          .toInstant();
    } catch (DateTimeException e) {
      throw SshFormatException.malformed("not a time: " + text);
    }
  }
}
