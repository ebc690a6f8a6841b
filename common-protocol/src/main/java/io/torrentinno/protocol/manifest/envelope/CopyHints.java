package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;

/**
 * Names a document that says which bytes this resource and another one share.
 *
 * @param previous the other resource
 * @param sha256 of the document
 * @param size bytes of the document, at least 1
 */
public record CopyHints(InfoHash previous, Bytes32 sha256, int size) {
  public CopyHints {
    if (size < 1 || size > EnvelopeLimits.INFO_LENGTH) {
      throw new IllegalArgumentException("a document of " + size + " bytes");
    }
  }
}
