package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.announce.AnnounceException.Reason;
import io.torrentinno.protocol.model.Bytes32;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Steps through the known fields of one JSON object and reads their values strictly. Reading a
 * value never moves the parser, so that a caller may go on after a value that it refuses.
 */
final class ObjectReader {
  private static final int MAX_PORT = 65535;

  private final JsonParser parser;
  private final Set<Field> seen = EnumSet.noneOf(Field.class);

  /** Starts on an object, whose opening brace is the parser's current token. */
  ObjectReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Moves to the value of the next known field that is not null; unknown fields are passed over.
   *
   * @return the field, or null at the end of the object
   */
  @Nullable Field next() throws AnnounceException {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken value = parser.nextToken();
      Field field = Field.named(name);
      if (field == null) {
        parser.skipChildren();
        continue;
      }
      if (!seen.add(field)) {
        throw new AnnounceException(Reason.DUPLICATE_FIELD, field + " is there twice");
      }
      if (value != JsonToken.VALUE_NULL) {
        return field;
      }
    }
    return null;
  }

  /** Passes over the present value if it is an object or a list. */
  void skip() {
    parser.skipChildren();
  }

  String string(Field field) throws AnnounceException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw invalid(field, "is not a string");
    }
    return parser.getString();
  }

  Bytes32 id(Field field) throws AnnounceException {
    String hex = string(field);
    try {
      return Bytes32.parse(hex);
    } catch (IllegalArgumentException e) {
      throw invalid(field, "is not 64 hex digits");
    }
  }

  /** A number that is not negative. */
  long count(Field field) throws AnnounceException {
    return number(field, 0, Long.MAX_VALUE);
  }

  /** A number between two bounds, both inclusive. */
  long number(Field field, long min, long max) throws AnnounceException {
    if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
      throw invalid(field, "is not a whole number");
    }
    try {
      long value = parser.getLongValue();
      if (value >= min && value <= max) {
        return value;
      }
    } catch (InputCoercionException e) {
      // More digits than a long holds: out of range like any other.
    }
    throw invalid(field, "is not between " + min + " and " + max);
  }

  /** A port, written as a number or as a string of digits. */
  int port(Field field) throws AnnounceException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return (int) number(field, 1, MAX_PORT);
    }
    String digits = parser.getString();
    int port = 0;
    for (int i = 0; i < digits.length() && port <= MAX_PORT; i++) {
      int digit = digits.charAt(i) - '0';
      port = digit < 0 || digit > 9 ? MAX_PORT + 1 : 10 * port + digit;
    }
    if (port < 1 || port > MAX_PORT) {
      throw invalid(field, "is not between 1 and " + MAX_PORT);
    }
    return port;
  }

  static AnnounceException invalid(Field field, String fault) {
    return new AnnounceException(Reason.INVALID_FIELD, field + " " + fault);
  }

  static <T> T required(Field field, @Nullable T value) throws AnnounceException {
    if (value == null) {
      throw new AnnounceException(Reason.MISSING_FIELD, field + " is missing");
    }
    return value;
  }
}
