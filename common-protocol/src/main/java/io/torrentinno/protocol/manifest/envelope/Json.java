package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.manifest.ManifestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Converts JSON to values and back without losing anything. */
final class Json {
  /** The beginning of the parser's message when an object has a field twice. */
  private static final Pattern DUPLICATE =
      Pattern.compile("^Duplicate Object property \"(.*)\"", Pattern.DOTALL);

  private static final int MAX_DEPTH = 32;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  static ObjectNode object(byte[] json) throws ManifestException {
    try {
      if (MAPPER.readTree(json) instanceof ObjectNode object) {
        return object;
      }
      throw ManifestException.noObject();
    } catch (JacksonException e) {
      Matcher duplicate = DUPLICATE.matcher(e.getOriginalMessage());
      throw duplicate.find()
          ? ManifestException.twice(duplicate.group(1))
          : ManifestException.of(e);
    }
  }

  /** The value as JSON in UTF-8, without white space. */
  static byte[] bytes(JsonNode value) {
    return MAPPER.writeValueAsBytes(value);
  }
}
