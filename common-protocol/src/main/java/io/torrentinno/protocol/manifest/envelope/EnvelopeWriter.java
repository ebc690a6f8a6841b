package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.model.InfoHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes version 2 manifests, with one field of the envelope on each line. */
public final class EnvelopeWriter {
  private EnvelopeWriter() {}

  /** An info document, in memory or in a file. */
  @FunctionalInterface
  public interface InfoSource {
    /** Writes all of it. The stream stays open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a manifest.
   *
   * @param info an info document
   * @param infoHash SHA-256 of it
   */
  public static byte[] write(Envelope envelope, byte[] info, InfoHash infoHash) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(envelope, text -> text.write(info), infoHash, out);
    } catch (IOException e) {
      throw new AssertionError("arrays cannot fail", e);
    }
    return out.toByteArray();
  }

  /**
   * Writes a manifest to a stream, which is flushed and not closed. The info document goes straight
   * to the stream: at no time is all of it in memory.
   *
   * @param infoHash SHA-256 of the info document
   * @throws IOException when the info document or the stream fails
   */
  public static void write(Envelope envelope, InfoSource info, InfoHash infoHash, OutputStream out)
      throws IOException {
    ascii("{\n  \"version\": 2,\n  \"infoHash\": \"" + infoHash + "\",\n", out);
    for (Map.Entry<String, JsonNode> field : envelope.fields().properties()) {
      ascii("  ", out);
      out.write(Json.bytes(JsonNodeFactory.instance.stringNode(field.getKey())));
      ascii(": ", out);
      out.write(Json.bytes(field.getValue()));
      ascii(",\n", out);
    }
    ascii("  \"info\": \"", out);
    StringEscapes escapes = new StringEscapes(out);
    info.writeTo(escapes);
    escapes.pass();
    ascii("\"\n}\n", out);
    out.flush();
  }

  private static void ascii(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
