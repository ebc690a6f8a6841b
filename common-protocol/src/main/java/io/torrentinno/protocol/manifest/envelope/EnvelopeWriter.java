package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.model.InfoHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes version 2 manifests, with one field of the envelope on each line. */
public final class EnvelopeWriter {
  private static final int BUFFER = 8192;
  private static final HexFormat HEX = HexFormat.of();

  private EnvelopeWriter() {}

  /**
   * Writes a manifest.
   *
   * @param info an info document
   * @param infoHash SHA-256 of it
   */
  public static byte[] write(Envelope envelope, byte[] info, InfoHash infoHash) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(envelope, new ByteArrayInputStream(info), infoHash, out);
    } catch (IOException e) {
      throw new AssertionError("arrays cannot fail", e);
    }
    return out.toByteArray();
  }

  /**
   * Writes a manifest to a stream, which is flushed. Both streams are not closed.
   *
   * @param info an info document, which is read to its end
   * @param infoHash SHA-256 of it
   * @throws IOException when a stream fails
   */
  public static void write(Envelope envelope, InputStream info, InfoHash infoHash, OutputStream out)
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
    escape(info, out);
    ascii("\"\n}\n", out);
    out.flush();
  }

  private static void escape(InputStream info, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(2 * BUFFER);
    for (int read = info.read(buffer); read >= 0; read = info.read(buffer)) {
      for (int i = 0; i < read; i++) {
        byte b = buffer[i];
        if (b >= 0 && b < ' ') {
          ascii("\\u00" + HEX.toHexDigits(b), escaped);
        } else {
          if (b == '"' || b == '\\') {
            escaped.write('\\');
          }
          escaped.write(b);
        }
      }
      escaped.writeTo(out);
      escaped.reset();
    }
  }

  private static void ascii(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
