package io.torrentinno.protocol.manifest;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Collects the fields of a manifest and checks their types. {@code ManifestRules} checks their
 * values.
 */
final class ManifestFields {
  private static final Set<String> FIELDS =
      Set.of("trackerIp", "trackerPort", "comment", "creationDate", "name", "pieces");

  private final JsonParser parser;
  private @Nullable String trackerIp;
  private @Nullable Integer trackerPort;
  private @Nullable String comment;
  private @Nullable String creationDate;
  private @Nullable String name;
  private @Nullable PieceList pieces;

  /** Starts on an object, whose opening brace is the parser's current token. */
  ManifestFields(JsonParser parser) {
    this.parser = parser;
  }

  Manifest read() throws ManifestException {
    Set<String> seen = new HashSet<>();
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      parser.nextToken();
      if (!FIELDS.contains(field)) {
        parser.skipChildren();
      } else if (!seen.add(field)) {
        throw ManifestException.twice(field);
      } else if (!parser.hasToken(JsonToken.VALUE_NULL)) {
        take(field);
      }
    }
    return new Manifest(
        required("trackerIp", trackerIp),
        required("trackerPort", trackerPort),
        required("comment", comment),
        required("creationDate", creationDate),
        required("name", name),
        required("pieces", pieces));
  }

  private void take(String field) throws ManifestException {
    switch (field) {
      case "trackerIp" -> trackerIp = string(field);
      case "trackerPort" -> trackerPort = port(field);
      case "comment" -> comment = string(field);
      case "creationDate" -> creationDate = string(field);
      case "name" -> name = string(field);
      case "pieces" -> pieces = pieces(field);
      default -> throw new IllegalArgumentException("unknown field " + field);
    }
  }

  private PieceList pieces(String field) throws ManifestException {
    if (!parser.isExpectedStartArrayToken()) {
      throw ManifestException.invalid(field + " is not a list");
    }
    PieceList.Builder list = new PieceList.Builder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      ManifestRules.checkPieceCount(list.size() + 1L);
      String place = field + "[" + list.size() + "]";
      if (!parser.hasToken(JsonToken.START_OBJECT)) {
        throw ManifestException.invalid(place + " is not an object");
      }
      try {
        addPiece(list);
      } catch (ManifestException e) {
        throw new ManifestException(e.reason(), place + "." + e.getMessage());
      }
    }
    return list.build();
  }

  private void addPiece(PieceList.Builder list) throws ManifestException {
    String sha256 = null;
    Integer size = null;
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      boolean present = parser.nextToken() != JsonToken.VALUE_NULL;
      if (present && field.equals("sha256")) {
        requireFirst(field, sha256);
        sha256 = string(field);
      } else if (present && field.equals("size")) {
        requireFirst(field, size);
        size = integer(field, ManifestRules.MAX_PIECE_SIZE);
      } else {
        parser.skipChildren();
      }
    }
    String hash = required("sha256", sha256);
    ManifestRules.checkHash(hash);
    list.add(hash, required("size", size));
  }

  private String string(String field) throws ManifestException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw ManifestException.invalid(field + " is not a string");
    }
    return parser.getString();
  }

  /** A port as a number or as a string of digits; the info-hash allows no other forms. */
  private int port(String field) throws ManifestException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return integer(field, ManifestRules.MAX_PORT);
    }
    String digits = parser.getString();
    if (!digits.matches("[1-9][0-9]{0,4}")) {
      throw ManifestException.invalid(
          field + " is not a number between 1 and " + ManifestRules.MAX_PORT);
    }
    return Integer.parseInt(digits);
  }

  private int integer(String field, int max) throws ManifestException {
    if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
      throw ManifestException.invalid(field + " is not a whole number between 1 and " + max);
    }
    try {
      long value = parser.getLongValue();
      if (value >= 1 && value <= max) {
        return (int) value;
      }
    } catch (InputCoercionException e) {
      // More digits than a long has: out of range.
    }
    throw ManifestException.invalid(field + " is not a whole number between 1 and " + max);
  }

  private static void requireFirst(String field, @Nullable Object before) throws ManifestException {
    if (before != null) {
      throw ManifestException.twice(field);
    }
  }

  private static <T> T required(String field, @Nullable T value) throws ManifestException {
    if (value == null) {
      throw ManifestException.missing(field);
    }
    return value;
  }
}
