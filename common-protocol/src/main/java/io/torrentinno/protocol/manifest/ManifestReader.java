package io.torrentinno.protocol.manifest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Reads manifests ({@code specs/manifest.md}). Unknown fields are ignored. A known field must be
 * there once, with the right type, form and range. At most 128 MiB of text and 1,000,000 pieces.
 */
public final class ManifestReader {
  /** Bytes that a reader needs besides the pieces: buffers, and texts that it converts. */
  private static final long BASE_MEMORY = 64 * 1024;

  private static final long MOST_TEXT_MEMORY = 8L << 20;

  /** Bytes for a piece: its hash, an offset with room to grow, and the case of its letters. */
  private static final long PIECE_MEMORY = 56;

  private static final int SHORTEST_PIECE = "{\"sha256\":\"\",\"size\":1},".length() + 64;

  private ManifestReader() {}

  /**
   * The most heap in bytes that reading a manifest takes, the manifest itself included.
   *
   * @param length bytes of its text
   */
  public static long memoryFor(long length) {
    long pieces = Math.min(length / SHORTEST_PIECE, ManifestRules.MAX_PIECES);
    return BASE_MEMORY + Math.min(6 * length, MOST_TEXT_MEMORY) + PIECE_MEMORY * pieces;
  }

  /**
   * Reads a manifest.
   *
   * @param json one JSON object in UTF-8
   * @throws ManifestException when it breaks a rule; the message names the field
   */
  public static Manifest read(byte[] json) throws ManifestException {
    try {
      return read(new ByteArrayInputStream(json));
    } catch (IOException e) {
      // Reading from an array cannot fail; the parser throws this for bytes that look like another
      // encoding.
      throw ManifestException.malformed("it is not UTF-8");
    }
  }

  /**
   * Reads a manifest from its text.
   *
   * @param json one JSON object
   * @throws ManifestException when it breaks a rule; the message names the field
   */
  public static Manifest read(String json) throws ManifestException {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a manifest up to the end of a stream, which is not closed.
   *
   * @param json one JSON object in UTF-8
   * @throws ManifestException when it breaks a rule; the message names the field
   * @throws IOException when the stream fails, or its bytes look like broken UTF-32
   */
  public static Manifest read(InputStream json) throws ManifestException, IOException {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ManifestException.noObject();
      }
      Manifest manifest = new ManifestFields(parser).read();
      if (parser.nextToken() != null) {
        throw ManifestException.longerThanObject();
      }
      ManifestRules.check(manifest);
      return manifest;
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw ManifestException.of(e);
    }
  }
}
