package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.manifest.Manifest.Piece;
import java.util.List;

/** The manifest of the specification's vectors. */
final class Manifests {
  static final String DATE = "2025-05-01T18:43:07.123456";
  static final String FULL_PIECE =
      "bf718b6f653bebc184e1479f1935b8da974d701b893afcf49e701f3e2f9f9c5a";
  static final String LAST_PIECE =
      "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3";

  private Manifests() {}

  static Manifest vector(String creationDate) {
    return new Manifest(
        "127.0.0.1",
        8080,
        "Video; with ünïcode",
        creationDate,
        "FunnyVideo.mp4",
        List.of(
            new Piece(FULL_PIECE, 65536),
            new Piece(FULL_PIECE, 65536),
            new Piece(LAST_PIECE, 1000)));
  }

  /** The vector's JSON with single quotes, its value of {@code field} replaced. */
  static String json(String field, String value) {
    String json =
        "{'trackerIp':'127.0.0.1','trackerPort':'8080','comment':'Video; with ünïcode',"
            + "'creationDate':'2025-05-01T18:43:07.123456','name':'FunnyVideo.mp4','pieces':["
            + piece(FULL_PIECE, 65536)
            + ","
            + piece(FULL_PIECE, 65536)
            + ","
            + piece(LAST_PIECE, 1000)
            + "]}";
    int start = json.indexOf("'" + field + "':") + field.length() + 3;
    int end =
        switch (field) {
          case "pieces" -> json.length() - 1;
          case "size" -> json.indexOf('}', start);
          default -> json.indexOf(',', start);
        };
    return json.substring(0, start) + value + json.substring(end);
  }

  static String piece(String sha256, int size) {
    return "{'sha256':'" + sha256 + "','size':" + size + "}";
  }
}
