package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads manifests ({@code specs/manifest.md}). Unknown fields are ignored; a known one must be
 * there once, with the right type, form and range. At most 128 MiB of text and 1,000,000 pieces.
 */
public final class ManifestReader {
  /** Where the parser says that the text, which it may not show, began. */
  private static final Pattern SOURCE = Pattern.compile(" \\([^(\\[]*\\[Source.*", Pattern.DOTALL);

  /** What a reader holds besides the pieces: buffers, and texts that it turns into others. */
  private static final long BASE_MEMORY = 64 * 1024;

  private static final long MOST_TEXT_MEMORY = 8L << 20;

  /** A hash, an offset and its growth, and which letters are upper case. */
  private static final long PIECE_MEMORY = 56;

  private static final int SHORTEST_PIECE = "{\"sha256\":\"\",\"size\":1},".length() + 64;

  private ManifestReader() {}

  /**
   * The most memory, in bytes of heap, that reading a manifest takes and leaves taken.
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
      // An array can always be read: the parser says so of bytes that look like another encoding.
      throw new ManifestException(Reason.MALFORMED_JSON, "malformed JSON: not UTF-8");
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
   * Reads a manifest up to the end of a stream, which stays the caller's to close.
   *
   * @param json one JSON object in UTF-8
   * @throws ManifestException when it breaks a rule; the message names the field
   * @throws IOException when the stream fails, or what it gives looks like broken UTF-32
   */
  public static Manifest read(InputStream json) throws ManifestException, IOException {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ManifestException(Reason.MALFORMED_JSON, "not a JSON object");
      }
      Manifest manifest = new ManifestFields(parser).read();
      if (parser.nextToken() != null) {
        throw new ManifestException(Reason.MALFORMED_JSON, "something follows the JSON object");
      }
      ManifestRules.check(manifest);
      return manifest;
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (StreamConstraintsException e) {
      throw new ManifestException(Reason.LIMIT_EXCEEDED, e.getOriginalMessage());
    } catch (JacksonException e) {
      throw new ManifestException(
          Reason.MALFORMED_JSON,
          "malformed JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceFirst(""));
    }
  }
}
