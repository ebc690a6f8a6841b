package io.torrentinno.system.ti1;

import io.torrentinno.system.harness.TestFile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A manifest as the deployed client reads, writes and identifies it. */
public record Ti1Manifest(
    String trackerIp,
    String trackerPort,
    String comment,
    String creationDate,
    String name,
    List<Piece> pieces) {

  /** One piece: the hash in hex and the bytes. */
  record Piece(String sha256, int size) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  /** Describes {@code content} for the tracker on 127.0.0.1. */
  public static Ti1Manifest of(String name, byte[] content, int pieceSize, int trackerPort) {
    List<Piece> pieces = new ArrayList<>();
    for (int from = 0; from < content.length; from += pieceSize) {
      byte[] piece = Arrays.copyOfRange(content, from, Math.min(content.length, from + pieceSize));
      pieces.add(new Piece(TestFile.sha256(piece), piece.length));
    }
    String date = "2025-05-01T18:43:07.123456";
    return new Ti1Manifest("127.0.0.1", "" + trackerPort, "from a TI/1 client", date, name, pieces);
  }

  public static Ti1Manifest parse(String json) {
    JsonNode root = JSON.readTree(json);
    List<Piece> pieces =
        root.required("pieces")
            .valueStream()
            .map(p -> new Piece(p.required("sha256").asString(), p.required("size").asInt()))
            .toList();
    return new Ti1Manifest(
        root.required("trackerIp").asString(),
        root.required("trackerPort").asString(),
        root.required("comment").asString(),
        root.required("creationDate").asString(),
        root.required("name").asString(),
        pieces);
  }

  public String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("trackerIp", trackerIp);
    root.put("trackerPort", trackerPort);
    root.put("comment", comment);
    root.put("creationDate", creationDate);
    root.put("name", name);
    root.put("pieces", pieces);
    return JSON.writeValueAsString(root);
  }

  /** 64 hex digits. */
  public String infoHash() {
    String head =
        String.join(";", trackerIp, trackerPort, comment, isoFormat(creationDate), name, "");
    String tail =
        pieces.stream()
            .map(p -> "Path(sha256=" + p.sha256() + ",size_bytes=" + p.size() + ")")
            .collect(Collectors.joining(","));
    return TestFile.sha256((head + tail).getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes of the whole file. */
  int length() {
    return offset(pieces.size());
  }

  /** Where in the file a piece begins. */
  int offset(int piece) {
    return pieces.subList(0, piece).stream().mapToInt(Piece::size).sum();
  }

  /** What Python's {@code datetime.fromisoformat(text).isoformat()} prints. */
  static String isoFormat(String text) {
    var parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    LocalDateTime local = LocalDateTime.from(parsed);
    int micros = local.get(ChronoField.MICRO_OF_SECOND);
    String fraction = micros == 0 ? "" : "." + String.format("%06d", micros);
    String offset = parsed instanceof OffsetDateTime o ? offset(o) : "";
    return SECONDS.format(local) + fraction + offset;
  }

  private static String offset(OffsetDateTime time) {
    return DateTimeFormatter.ofPattern("xxx").format(time);
  }
}
