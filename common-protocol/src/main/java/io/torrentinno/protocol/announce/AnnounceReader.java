package io.torrentinno.protocol.announce;

/**
 * Reads announces from JSON. Unknown fields are ignored, and a null counts as a missing field. A
 * known field must have the right type and range. The caller limits the size of a document.
 */
public final class AnnounceReader {
  private AnnounceReader() {}

  /**
   * Reads the announce of a peer.
   *
   * @param json one JSON object in UTF-8
   * @throws AnnounceException when it is not JSON, or a field is missing, duplicate or invalid; the
   *     message names the field
   */
  public static AnnounceRequest readRequest(byte[] json) throws AnnounceException {
    return ObjectReader.read(json, object -> new RequestFields().read(object));
  }

  /**
   * Reads the answer of a tracker. Entries of {@code peers} that belong to another resource, or
   * have an invalid field, are left out.
   *
   * @param json one JSON object in UTF-8
   * @throws AnnounceException when it is not JSON, or a field is missing, duplicate or invalid; the
   *     message names the field
   */
  public static AnnounceResponse readResponse(byte[] json) throws AnnounceException {
    return ObjectReader.read(json, object -> new ResponseFields().read(object));
  }
}
