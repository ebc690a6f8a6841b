package io.torrentinno.protocol.announce;

import java.time.Duration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.ByteArrayBuilder;

/** Writes announces as JSON in UTF-8, in a form that TI/1 clients and trackers also read. */
public final class AnnounceWriter {
  private static final int REQUEST_BYTES = 512;
  private static final int RESPONSE_BYTES = 256;
  private static final int PEER_BYTES = 256;

  private AnnounceWriter() {}

  /** Writes the announce of a peer. Absent values are left out. */
  public static byte[] write(AnnounceRequest request) {
    ByteArrayBuilder out = new ByteArrayBuilder(REQUEST_BYTES);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      writePeerFields(json, request.peer(), request.infoHash().toString());
      if (request.event() != AnnounceEvent.NONE) {
        json.writeStringProperty("event", request.event().toString());
      }
      writeProgress(json, request.progress());
      if (request.numWant().isPresent()) {
        json.writeNumberProperty("numWant", request.numWant().getAsInt());
      }
      writeDetails(json, request.details());
      json.writeEndObject();
    }
    return out.getClearAndRelease();
  }

  /** Writes the answer of a tracker. Absent values are left out. */
  public static byte[] write(AnnounceResponse response) {
    ByteArrayBuilder out =
        new ByteArrayBuilder(RESPONSE_BYTES + PEER_BYTES * response.peers().size());
    try (JsonGenerator json = Json.generator(out)) {
      String infoHash = response.infoHash().toString();
      json.writeStartObject();
      json.writeStringProperty("infoHash", infoHash);
      json.writeArrayPropertyStart("peers");
      for (AnnouncedPeer peer : response.peers()) {
        json.writeStartObject();
        writePeerFields(json, peer, infoHash);
        json.writeEndObject();
      }
      json.writeEndArray();
      Duration interval = response.interval();
      if (interval != null) {
        json.writeNumberProperty("interval", interval.toSeconds());
      }
      SwarmSize size = response.size();
      if (size != null) {
        json.writeNumberProperty("seeders", size.seeders());
        json.writeNumberProperty("leechers", size.leechers());
      }
      json.writeEndObject();
    }
    return out.getClearAndRelease();
  }

  /** Writes the fields of a progress, unless it is {@link Progress#UNKNOWN}. */
  public static void writeProgress(JsonGenerator json, Progress progress) {
    if (progress.left().isPresent()) {
      json.writeNumberProperty("left", progress.left().getAsLong());
    }
    if (!progress.equals(Progress.UNKNOWN)) {
      json.writeNumberProperty("uploaded", progress.uploaded());
      json.writeNumberProperty("downloaded", progress.downloaded());
    }
  }

  /** Writes those fields that a peer gives. */
  public static void writeDetails(JsonGenerator json, PeerDetails details) {
    String zone = details.zone();
    if (zone != null) {
      json.writeStringProperty("zone", zone);
    }
    if (!details.key().equals(AnnounceKey.NONE)) {
      json.writeStringProperty("key", details.key().toHex());
    }
  }

  /**
   * Writes the four fields of a peer. The info-hash is text, because all peers of an answer share
   * it.
   */
  public static void writePeerFields(JsonGenerator json, AnnouncedPeer peer, String infoHash) {
    json.writeStringProperty("peerId", peer.peerId().toString());
    json.writeStringProperty("infoHash", infoHash);
    json.writeStringProperty("publicIp", peer.address().ip().getHostAddress());
    json.writeStringProperty("publicPort", Integer.toString(peer.address().port()));
  }
}
