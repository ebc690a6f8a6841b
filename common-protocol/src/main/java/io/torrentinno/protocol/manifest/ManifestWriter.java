package io.torrentinno.protocol.manifest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;

/** Writes manifests. Every value is written as it was read, so the info-hash stays the same. */
public final class ManifestWriter {
  private ManifestWriter() {}

  /** Writes a manifest as one JSON object in UTF-8. */
  public static byte[] write(Manifest manifest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(manifest, out);
    } catch (IOException e) {
      throw new AssertionError("an array cannot fail to be written", e);
    }
    return out.toByteArray();
  }

  /**
   * Writes a manifest as one JSON object in UTF-8 to a stream. The stream is flushed and not
   * closed.
   *
   * @throws IOException when the stream fails
   */
  public static void write(Manifest manifest, OutputStream out) throws IOException {
    try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("trackerIp", manifest.trackerIp());
      json.writeNumberProperty("trackerPort", manifest.trackerPort());
      json.writeStringProperty("comment", manifest.comment());
      json.writeStringProperty("creationDate", manifest.creationDate());
      json.writeStringProperty("name", manifest.name());
      json.writeArrayPropertyStart("pieces");
      for (Manifest.Piece piece : manifest.pieces()) {
        json.writeStartObject();
        json.writeStringProperty("sha256", piece.sha256());
        json.writeNumberProperty("size", piece.size());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }
}
