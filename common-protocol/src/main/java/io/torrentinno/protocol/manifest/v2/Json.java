package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** The limits of JSON documents. Streams stay open and belong to the caller. */
final class Json {
  /** The parser's message ends with a hint at the source text, which this pattern removes. */
  private static final Pattern SOURCE = Pattern.compile(" \\([^(\\[]*\\[Source.*", Pattern.DOTALL);

  private static final int MAX_DEPTH = 32;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(1024 * 1024)
                  .maxNameLength(1024)
                  .maxNumberLength(64)
                  .build())
          .build();

  private Json() {}

  /** Converts an exception of the parser. */
  static ManifestException refusal(JacksonException e) {
    return e instanceof StreamConstraintsException
        ? new ManifestException(Reason.LIMIT_EXCEEDED, e.getOriginalMessage())
        : malformed(SOURCE.matcher(e.getOriginalMessage()).replaceFirst(""));
  }

  static ManifestException malformed(String fault) {
    return new ManifestException(Reason.MALFORMED_JSON, "malformed JSON: " + fault);
  }
}
