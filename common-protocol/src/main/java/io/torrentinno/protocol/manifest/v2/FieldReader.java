package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/** Reads the values of fields strictly. The value is the parser's current token. */
final class FieldReader {
  private static final int HASH_DIGITS = 64;

  private final JsonParser parser;

  FieldReader(JsonParser parser) {
    this.parser = parser;
  }

  String string(String field) throws ManifestException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw invalid(field, "is not a string");
    }
    return parser.getString();
  }

  boolean bool(String field) throws ManifestException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw invalid(field, "is neither true nor false");
    };
  }

  /**
   * A whole number, 0 or more.
   *
   * @param most the largest value that messages name; the caller compares the value with it
   */
  long number(String field, long most) throws ManifestException {
    if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
      throw outside(field, most);
    }
    try {
      long value = parser.getLongValue();
      if (value >= 0) {
        return value;
      }
    } catch (InputCoercionException e) {
      // More digits than a long has: out of range.
    }
    throw outside(field, most);
  }

  private static ManifestException outside(String field, long most) {
    return invalid(field, "is not a whole number between 0 and " + most);
  }

  /** The text form of a hash. */
  String hash(String field) throws ManifestException {
    String hex = string(field);
    if (hex.length() != HASH_DIGITS || !isHex(hex)) {
      throw invalid(field, "is not 64 hex digits");
    }
    return hex;
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Checks that the value is a list, whose elements follow. */
  void beginList(String field) throws ManifestException {
    if (!parser.isExpectedStartArrayToken()) {
      throw invalid(field, "is not a list");
    }
  }

  static <T> T required(String field, @Nullable T value) throws ManifestException {
    if (value == null) {
      throw ManifestException.missing(field);
    }
    return value;
  }

  static ManifestException invalid(String field, String fault) {
    return new ManifestException(Reason.INVALID_FIELD, field + " " + fault);
  }
}
