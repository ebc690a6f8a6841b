package io.torrentinno.protocol.announce.table;

import io.torrentinno.protocol.announce.AnnounceWriter;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.Json;
import io.torrentinno.protocol.model.InfoHash;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the whole table of a tracker as JSON, {@code {infoHash: {peerId: peer}}}, one swarm at a
 * time, so that a table of any size can be written. Closing it ends the document and closes the
 * stream.
 */
public final class PeerTableWriter implements AutoCloseable {
  private final JsonGenerator json;

  /** Begins the document. The writer owns {@code out} from then on. */
  public PeerTableWriter(OutputStream out) {
    json = Json.generator(out);
    json.writeStartObject();
  }

  /**
   * Adds one swarm.
   *
   * @param infoHash not added before
   * @param peers each with another peer-id
   * @throws tools.jackson.core.JacksonException when the stream fails
   */
  public void add(InfoHash infoHash, Iterable<AnnouncedPeer> peers) {
    String resource = infoHash.toString();
    json.writeObjectPropertyStart(resource);
    for (AnnouncedPeer peer : peers) {
      json.writeObjectPropertyStart(peer.peerId().toString());
      AnnounceWriter.writePeerFields(json, peer, resource);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  @Override
  public void close() {
    json.writeEndObject();
    json.close();
  }
}
