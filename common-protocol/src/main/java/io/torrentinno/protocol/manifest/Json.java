package io.torrentinno.protocol.manifest;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The limits of a manifest as a JSON document. Streams stay open and belong to the caller. */
final class Json {
  /** The longest document in bytes: 128 MiB, enough for the most pieces. */
  static final int MAX_LENGTH = 128 * 1024 * 1024;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_LENGTH)
                  .maxNestingDepth(32)
                  .maxStringLength(1024 * 1024)
                  .maxNameLength(1024)
                  .maxNumberLength(64)
                  .build())
          .build();

  private Json() {}
}
