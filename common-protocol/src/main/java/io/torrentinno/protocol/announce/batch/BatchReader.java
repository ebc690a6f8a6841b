package io.torrentinno.protocol.announce.batch;

import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.ObjectReader;

/**
 * Reads batches from JSON, by the rules of {@link io.torrentinno.protocol.announce.AnnounceReader}.
 * The caller limits the size of a document.
 */
public final class BatchReader {
  private BatchReader() {}

  /**
   * Reads the batch of a peer.
   *
   * @param json one JSON object in UTF-8
   * @throws AnnounceException when it is not JSON, or a field is missing, duplicate or invalid; the
   *     message names the field and its entry
   */
  public static BatchRequest readRequest(byte[] json) throws AnnounceException {
    return ObjectReader.read(json, object -> new BatchRequestFields().read(object));
  }

  /**
   * Reads the answer of a tracker. Entries of {@code peers} that have an invalid field are left
   * out.
   *
   * @param json one JSON object in UTF-8
   * @throws AnnounceException as above
   */
  public static BatchResponse readResponse(byte[] json) throws AnnounceException {
    return ObjectReader.read(json, object -> new BatchResponseFields().read(object));
  }
}
