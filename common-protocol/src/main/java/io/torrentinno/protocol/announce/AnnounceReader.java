package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.announce.AnnounceException.Reason;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads announces from JSON. Unknown fields are ignored and a null is a field that is not there; a
 * known field must have the right type and range. The caller limits the size of a document.
 */
public final class AnnounceReader {
  /** Where the parser says that the text, which it may not show, began. */
  private static final Pattern SOURCE = Pattern.compile(" \\([^(\\[]*\\[Source.*", Pattern.DOTALL);

  private AnnounceReader() {}

  /**
   * Reads what a peer tells the tracker.
   *
   * @param json one JSON object in UTF-8
   * @throws AnnounceException when it is not JSON, or a field is missing, duplicate or invalid; the
   *     message names the field
   */
  public static AnnounceRequest readRequest(byte[] json) throws AnnounceException {
    return read(json, parser -> new RequestFields().read(new ObjectReader(parser)));
  }

  /**
   * Reads what a tracker answers. Entries of {@code peers} that are no peers of this resource, or
   * have an invalid field, are left out.
   *
   * @param json one JSON object in UTF-8
   * @throws AnnounceException when it is not JSON, or a field is missing, duplicate or invalid; the
   *     message names the field
   */
  public static AnnounceResponse readResponse(byte[] json) throws AnnounceException {
    return read(json, parser -> new ResponseFields(parser).read(new ObjectReader(parser)));
  }

  private interface Body<T> {
    T read(JsonParser parser) throws AnnounceException;
  }

  private static <T> T read(byte[] json, Body<T> body) throws AnnounceException {
    try (JsonParser parser = Json.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new AnnounceException(Reason.MALFORMED_JSON, "not a JSON object");
      }
      T value = body.read(parser);
      if (parser.nextToken() != null) {
        throw new AnnounceException(Reason.MALFORMED_JSON, "something follows the JSON object");
      }
      return value;
    } catch (JacksonException e) {
      throw new AnnounceException(
          Reason.MALFORMED_JSON,
          "malformed JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceFirst(""));
    }
  }
}
