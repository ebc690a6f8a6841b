package io.torrentinno.protocol.manifest.v2;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The limits of JSON documents. Streams stay open and belong to the caller. */
final class Json {
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
}
