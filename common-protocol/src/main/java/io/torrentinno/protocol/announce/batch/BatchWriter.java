package io.torrentinno.protocol.announce.batch;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceWriter;
import io.torrentinno.protocol.announce.Json;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.ByteArrayBuilder;

/** Writes batches as JSON in UTF-8. */
public final class BatchWriter {
  private static final int HEAD_BYTES = 512;
  private static final int ENTRY_BYTES = 128;
  private static final int RESULT_BYTES = 32;

  private BatchWriter() {}

  /** Writes the batch of a peer. Absent values are left out. */
  public static byte[] write(BatchRequest request) {
    ByteArrayBuilder out =
        new ByteArrayBuilder(HEAD_BYTES + ENTRY_BYTES * request.entries().size());
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      writePeer(json, request.peerId(), request.address());
      AnnounceWriter.writeDetails(json, request.details());
      json.writeArrayPropertyStart("announces");
      for (BatchRequest.Entry entry : request.entries()) {
        json.writeStartObject();
        json.writeStringProperty("infoHash", entry.infoHash().toString());
        if (entry.event() != AnnounceEvent.NONE) {
          json.writeStringProperty("event", entry.event().toString());
        }
        AnnounceWriter.writeProgress(json, entry.progress());
        if (entry.numWant().isPresent()) {
          json.writeNumberProperty("numWant", entry.numWant().getAsInt());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.getClearAndRelease();
  }

  /** Writes the answer of a tracker. Absent values are left out. */
  public static byte[] write(BatchResponse response) {
    ByteArrayBuilder out =
        new ByteArrayBuilder(HEAD_BYTES + RESULT_BYTES * response.results().size());
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeNumberProperty("interval", response.interval().toSeconds());
      json.writeArrayPropertyStart("announces");
      for (BatchResponse.Result result : response.results()) {
        json.writeStartObject();
        String unlisted = result.unlisted();
        if (unlisted != null) {
          json.writeStringProperty("unlisted", unlisted);
        }
        json.writeNumberProperty("seeders", result.size().seeders());
        json.writeNumberProperty("leechers", result.size().leechers());
        writePeers(json, result);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.getClearAndRelease();
  }

  private static void writePeers(JsonGenerator json, BatchResponse.Result result) {
    if (result.peers().isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("peers");
    for (BatchResponse.Peer peer : result.peers()) {
      json.writeStartObject();
      writePeer(json, peer.peerId(), peer.address());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writePeer(JsonGenerator json, PeerId id, PeerAddress address) {
    json.writeStringProperty("peerId", id.toString());
    json.writeStringProperty("publicIp", address.ip().getHostAddress());
    json.writeStringProperty("publicPort", Integer.toString(address.port()));
  }
}
