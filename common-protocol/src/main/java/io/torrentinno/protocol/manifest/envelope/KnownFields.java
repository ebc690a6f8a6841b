package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of an envelope that this version knows, with valid values. */
record KnownFields(
    Lists lists, String comment, @Nullable InfoHash previous, List<CopyHints> copyHints) {
  static final String TRACKERS = "trackers";
  static final String SOURCES = "sources";
  static final String URL = "url";
  static final String SIGNATURES = "signatures";
  static final String COMMENT = "comment";
  static final String PREVIOUS = "previous";
  static final String COPY_HINTS = "copyHints";
  static final String SHA256 = "sha256";
  static final String SIZE = "size";

  static final KnownFields NONE =
      new KnownFields(new Lists(List.of(), List.of(), List.of()), "", null, List.of());

  record Lists(List<String> trackers, List<String> sources, List<String> signatures) {}

  static KnownFields of(ObjectNode fields) throws ManifestException {
    requireUnicode(fields);
    List<String> trackers = list(fields, TRACKERS, KnownFields::line);
    List<String> urls = list(fields, SOURCES, KnownFields::url);
    List<String> signatures =
        list(fields, SIGNATURES, (place, text) -> text(place, text, 1, EnvelopeLimits.TEXT));
    List<CopyHints> hints = list(fields, COPY_HINTS, KnownFields::copyHints);
    JsonNode comment = fields.get(COMMENT);
    JsonNode previous = fields.get(PREVIOUS);
    return new KnownFields(
        new Lists(trackers, urls, signatures),
        isThere(comment) ? text(COMMENT, comment, 0, EnvelopeLimits.COMMENT) : "",
        isThere(previous) ? new InfoHash(hash(PREVIOUS, previous)) : null,
        hints);
  }

  List<String> trackers() {
    return lists.trackers();
  }

  List<String> sources() {
    return lists.sources();
  }

  List<String> signatures() {
    return lists.signatures();
  }

  static boolean isThere(@Nullable JsonNode value) {
    return value != null && !value.isNull();
  }

  static JsonNode required(String field, JsonNode object) throws ManifestException {
    return required("", field, object);
  }

  private static JsonNode required(String place, String field, JsonNode object)
      throws ManifestException {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      throw ManifestException.missing(place + field);
    }
    return value;
  }

  static Bytes32 hash(String field, JsonNode value) throws ManifestException {
    String hex = value.isString() ? value.stringValue() : "";
    if (hex.length() != 2 * Bytes32.LENGTH || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw invalid(field, "is not 64 hex digits");
    }
    return Bytes32.parse(hex);
  }

  static ManifestException invalid(String field, String fault) {
    return new ManifestException(Reason.INVALID_FIELD, field + " " + fault);
  }

  private static String url(String place, JsonNode source) throws ManifestException {
    requireObject(place, source);
    String part = place + ".";
    return line(part + URL, required(part, URL, source));
  }

  private static CopyHints copyHints(String place, JsonNode document) throws ManifestException {
    requireObject(place, document);
    String part = place + ".";
    Bytes32 previous = hash(part + PREVIOUS, required(part, PREVIOUS, document));
    Bytes32 sha256 = hash(part + SHA256, required(part, SHA256, document));
    JsonNode size = required(part, SIZE, document);
    int bytes = size.canConvertToInt() && size.isIntegralNumber() ? size.intValue() : 0;
    if (!CopyHints.isSize(bytes)) {
      throw invalid(
          part + SIZE, "is not a whole number between 1 and " + EnvelopeLimits.INFO_LENGTH);
    }
    return new CopyHints(new InfoHash(previous), sha256, bytes);
  }

  /** Reads an element of a list. */
  @FunctionalInterface
  private interface Element<T> {
    /**
     * Reads it.
     *
     * @param place what messages call it, as {@code trackers[0]}
     */
    T read(String place, JsonNode value) throws ManifestException;
  }

  private static <T> List<T> list(ObjectNode fields, String field, Element<T> element)
      throws ManifestException {
    JsonNode list = fields.get(field);
    if (list == null || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw invalid(field, "is not a list");
    }
    if (list.size() > EnvelopeLimits.LIST) {
      throw new ManifestException(
          Reason.LIMIT_EXCEEDED, field + " has more than " + EnvelopeLimits.LIST + " elements");
    }
    List<T> values = new ArrayList<>();
    for (JsonNode value : list) {
      values.add(element.read(field + "[" + values.size() + "]", value));
    }
    return List.copyOf(values);
  }

  private static void requireObject(String field, JsonNode value) throws ManifestException {
    if (!value.isObject()) {
      throw invalid(field, "is not an object");
    }
  }

  private static String line(String field, JsonNode value) throws ManifestException {
    String text = text(field, value, 1, EnvelopeLimits.TEXT);
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw invalid(field, "has a control character");
    }
    return text;
  }

  private static String text(String field, JsonNode value, int least, int most)
      throws ManifestException {
    if (!value.isString()) {
      throw invalid(field, "is not a string");
    }
    String text = value.stringValue();
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    if (length > most) {
      throw new ManifestException(
          Reason.LIMIT_EXCEEDED, field + " has more than " + most + " bytes");
    }
    if (length < least) {
      throw invalid(field, "is empty");
    }
    return text;
  }

  /** Half a surrogate pair has no bytes in UTF-8, so it could not be written again. */
  private static void requireUnicode(JsonNode value) throws ManifestException {
    if (value.isString()) {
      requireUnicode(value.stringValue());
    }
    for (String name : value.propertyNames()) {
      requireUnicode(name);
    }
    for (JsonNode child : value) {
      requireUnicode(child);
    }
  }

  private static void requireUnicode(String text) throws ManifestException {
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new ManifestException(
          Reason.INVALID_FIELD,
          "the envelope has half a surrogate pair, so it is not Unicode text");
    }
  }
}
