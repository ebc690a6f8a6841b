package io.torrentinno.agent.cli.client;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A {@code multipart/form-data} body with one file, read while it is sent (RFC 7578). */
public record Multipart(String contentType, BodyPublisher publisher) {
  /**
   * A body whose file part is called {@code file}. The name of the file is in another field,
   * because a part can't hold every name exactly.
   *
   * @throws IOException when the file can't be read
   */
  public static Multipart of(Path file, Map<String, Object> fields) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>(Map.of("name", file.getFileName().toString()));
    all.putAll(fields);
    return of("file", file, all);
  }

  /**
   * A body with these fields and a file.
   *
   * @param filePart the name of the part that has the file
   * @throws IOException when the file can't be read
   */
  public static Multipart of(String filePart, Path file, Map<String, Object> fields)
      throws IOException {
    String boundary = UUID.randomUUID().toString();
    StringBuilder head = new StringBuilder();
    fields.forEach(
        (name, value) -> head.append(part(boundary, name, "")).append(value).append("\r\n"));
    String fileName = "; filename=\"" + escaped(file.getFileName().toString()) + '"';
    head.append(part(boundary, filePart, fileName));
    return new Multipart(
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.concat(
            BodyPublishers.ofString(head.toString()),
            BodyPublishers.ofFile(file),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
  }

  private static String part(String boundary, String name, String more) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + '"'
        + more
        + "\r\n\r\n";
  }

  /** Escapes a name as browsers do. */
  private static String escaped(String fileName) {
    return fileName.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
