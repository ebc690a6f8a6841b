package io.torrentinno.protocol.announce;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names in announce requests and responses, single ones and batches. */
public enum Field {
  PEER_ID("peerId"),
  INFO_HASH("infoHash"),
  PUBLIC_IP("publicIp"),
  PUBLIC_PORT("publicPort"),
  EVENT("event"),
  LEFT("left"),
  UPLOADED("uploaded"),
  DOWNLOADED("downloaded"),
  NUM_WANT("numWant"),
  ZONE("zone"),
  KEY("key"),
  PEERS("peers"),
  INTERVAL("interval"),
  SEEDERS("seeders"),
  LEECHERS("leechers"),
  ANNOUNCES("announces"),
  UNLISTED("unlisted");

  private static final Map<String, Field> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Field::toString, Function.identity()));

  private final String json;

  Field(String json) {
    this.json = json;
  }

  static @Nullable Field named(String name) {
    return BY_NAME.get(name);
  }

  /** Its name in JSON. */
  @Override
  public String toString() {
    return json;
  }
}
