package io.torrentinno.system.harness;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A resource as an agent's API shows it. */
public record Resource(
    String infoHash,
    String name,
    String state,
    long size,
    long completedBytes,
    double progress,
    int peers,
    String magnet,
    @Nullable String error) {

  static Resource of(JsonNode json) {
    return new Resource(
        json.required("infoHash").asString(),
        json.required("name").asString(),
        json.required("state").asString(),
        json.required("size").asLong(),
        json.required("completedBytes").asLong(),
        json.required("progress").asDouble(),
        json.required("peers").asInt(),
        json.required("magnet").asString(),
        json.required("error").isNull() ? null : json.required("error").asString());
  }

  public boolean isComplete() {
    return completedBytes == size && state.equals("seeding");
  }
}
