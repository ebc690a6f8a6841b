package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Converts JSON to values and back without losing anything. */
final class Json {
  /** The parser's message ends with a hint at the source text, which this pattern removes. */
  private static final Pattern SOURCE = Pattern.compile(" \\([^(\\[]*\\[Source.*", Pattern.DOTALL);

  /** How the parser's message begins when an object has a name twice. */
  private static final String DUPLICATE = "Duplicate Object property";

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
      throw new ManifestException(Reason.MALFORMED_JSON, "not a JSON object");
    } catch (StreamConstraintsException e) {
      throw new ManifestException(Reason.LIMIT_EXCEEDED, e.getOriginalMessage());
    } catch (JacksonException e) {
      if (e.getOriginalMessage().startsWith(DUPLICATE)) {
        throw new ManifestException(Reason.DUPLICATE_FIELD, e.getOriginalMessage());
      }
      throw new ManifestException(
          Reason.MALFORMED_JSON,
          "malformed JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceFirst(""));
    }
  }

  /** The value as JSON in UTF-8, without white space. */
  static byte[] bytes(JsonNode value) {
    return MAPPER.writeValueAsBytes(value);
  }
}
