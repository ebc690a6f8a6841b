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
    if (!isSize(size)) {
      throw new IllegalArgumentException(
          "size is not between 1 and " + EnvelopeLimits.INFO_LENGTH + ": " + size);
    }
  }

  /** Whether a document may have so many bytes. */
  static boolean isSize(int bytes) {
    return bytes >= 1 && bytes <= EnvelopeLimits.INFO_LENGTH;
  }
}
