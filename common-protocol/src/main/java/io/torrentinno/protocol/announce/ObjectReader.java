package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.announce.AnnounceException.Reason;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PrintableText;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Reads the known fields of one JSON object one by one, and checks their values strictly. Reading a
 * value does not move the parser, so a caller may go on after a value that it refuses.
 */
public final class ObjectReader {
  private static final int MAX_PORT = 65535;

  private final JsonParser parser;
  private final Set<Field> seen = EnumSet.noneOf(Field.class);

  /** Starts on an object, whose opening brace is the parser's current token. */
  ObjectReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the object that is the whole document. */
  @FunctionalInterface
  public interface Document<T> {
    /**
     * Reads the object.
     *
     * @param object to be read to its end
     */
    T read(ObjectReader object) throws AnnounceException;
  }

  /**
   * Reads a document.
   *
   * @param json one JSON object in UTF-8
   * @throws AnnounceException when it is anything else, or when {@code document} throws it
   */
  public static <T> T read(byte[] json, Document<T> document) throws AnnounceException {
    try (JsonParser parser = Json.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new AnnounceException(Reason.MALFORMED_JSON, "the document is not a JSON object");
      }
      T value = document.read(new ObjectReader(parser));
      if (parser.nextToken() != null) {
        throw new AnnounceException(
            Reason.MALFORMED_JSON, "the document does not end after the JSON object");
      }
      return value;
    } catch (JacksonException e) {
      throw new AnnounceException(
          Reason.MALFORMED_JSON,
          "the JSON is malformed: " + PrintableText.ofParser(e.getOriginalMessage()));
    }
  }

  /**
   * Moves to the value of the next known field that is not null. Unknown fields are ignored.
   *
   * @return the field, or null at the end of the object
   */
  public @Nullable Field next() throws AnnounceException {
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

  /**
   * Reads the present value, which is a list, and gives each entry that is an object to {@code
   * entry}, which must read it to its end.
   *
   * @param others what happens to an entry that is no object
   */
  public void list(Field field, Entry entry, Others others) throws AnnounceException {
    if (!parser.isExpectedStartArrayToken()) {
      throw invalid(field, "is not a list");
    }
    int index = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        entry.read(index, new ObjectReader(parser));
      } else if (others == Others.REFUSED) {
        throw invalid(field, "has an entry that is not an object");
      } else {
        parser.skipChildren();
      }
      index++;
    }
  }

  /** Reads an entry of a list. */
  @FunctionalInterface
  public interface Entry {
    /**
     * Reads one entry.
     *
     * @param index its place in the list, from 0
     * @param object begins with the entry
     */
    void read(int index, ObjectReader object) throws AnnounceException;
  }

  /** The treatment of entries of a list that are no objects. */
  public enum Others {
    PASSED_OVER,
    REFUSED
  }

  /** Skips the present value if it is an object or a list. */
  public void skip() {
    parser.skipChildren();
  }

  public String string(Field field) throws AnnounceException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw invalid(field, "is not a string");
    }
    return parser.getString();
  }

  /** An IP address, written as a string. */
  public InetAddress ip(Field field) throws AnnounceException {
    try {
      return PeerAddress.parseIp(string(field));
    } catch (IllegalArgumentException e) {
      throw invalid(field, "is not an IPv4 or IPv6 address");
    }
  }

  /** An event that has a form on the wire. */
  public AnnounceEvent event(Field field) throws AnnounceException {
    AnnounceEvent event = AnnounceEvent.parse(string(field));
    if (event == null) {
      throw invalid(field, "is not started, completed or stopped");
    }
    return event;
  }

  /** The name of a zone. */
  public String zone(Field field) throws AnnounceException {
    String text = string(field);
    if (!PeerDetails.isZone(text)) {
      throw invalid(field, "is not 1 to " + PeerDetails.MAX_ZONE_LENGTH + " printable characters");
    }
    return text;
  }

  /** A key, written as 8 hex digits. */
  public AnnounceKey key(Field field) throws AnnounceException {
    String hex = string(field);
    try {
      return AnnounceKey.parse(hex);
    } catch (IllegalArgumentException e) {
      throw invalid(field, "is not 8 hex digits");
    }
  }

  /** An id, written as 64 hex digits. */
  public Bytes32 id(Field field) throws AnnounceException {
    String hex = string(field);
    try {
      return Bytes32.parse(hex);
    } catch (IllegalArgumentException e) {
      throw invalid(field, "is not 64 hex digits");
    }
  }

  /** A number that is not negative. */
  public long count(Field field) throws AnnounceException {
    return number(field, 0, Long.MAX_VALUE);
  }

  /** A number between two bounds, both inclusive. */
  public long number(Field field, long min, long max) throws AnnounceException {
    if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
      throw invalid(field, "is not a whole number");
    }
    try {
      long value = parser.getLongValue();
      if (value >= min && value <= max) {
        return value;
      }
    } catch (InputCoercionException e) {
      // More digits than a long has: out of range.
    }
    throw invalid(field, "is not between " + min + " and " + max);
  }

  /** A port, written as a number or as a string of digits. */
  public int port(Field field) throws AnnounceException {
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

  /** The refusal of a value. */
  public static AnnounceException invalid(Field field, String fault) {
    return new AnnounceException(Reason.INVALID_FIELD, field + " " + fault);
  }

  /** The value of a required field; null means that the field was missing. */
  public static <T> T required(Field field, @Nullable T value) throws AnnounceException {
    if (value == null) {
      throw new AnnounceException(Reason.MISSING_FIELD, field + " is missing");
    }
    return value;
  }
}
