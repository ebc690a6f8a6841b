package io.torrentinno.tracker.api;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Announce bodies, as text, so that they can be wrong too. */
final class AnnounceJson {
  private final Map<String, String> fields = new LinkedHashMap<>();

  /** What a TI/1 client sends. */
  static AnnounceJson of(int swarm, int peer) {
    SwarmPeer known = Peers.leecher(peer);
    AnnounceJson json = new AnnounceJson();
    json.fields.put("peerId", quoted(known.id().toString()));
    json.fields.put("infoHash", quoted(Peers.swarm(swarm).toString()));
    json.fields.put("publicIp", quoted(known.address().ip().getHostAddress()));
    json.fields.put("publicPort", quoted(Integer.toString(known.address().port())));
    return json;
  }

  /** With a field set to a JSON value, or left out. */
  AnnounceJson with(String field, @Nullable String json) {
    if (json == null) {
      fields.remove(field);
    } else {
      fields.put(field, json);
    }
    return this;
  }

  @Override
  public String toString() {
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }
}
