package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Reads info documents. Unknown fields are ignored. A known field must be there once, with the
 * right type, form and range.
 */
public final class InfoReader {
  /** The longest info document, in bytes. */
  public static final int MAX_LENGTH = 128 * 1024 * 1024 - 1;

  /** Names, and their tables while they grow; and the text, should it have to be kept. */
  private static final int BYTES_PER_BYTE = 2;

  private static final long BUFFERS = 256 * 1024;

  private InfoReader() {}

  /** Bytes of heap that reading an info document of so many bytes takes at most. */
  public static long memoryFor(long length) {
    return BYTES_PER_BYTE * length + BUFFERS;
  }

  /**
   * Reads an info document.
   *
   * @throws ManifestException when it breaks a rule; the message names the field or the path
   */
  public static InfoDocument read(byte[] document) throws ManifestException {
    try {
      return read(new ByteArrayInputStream(document));
    } catch (IOException e) {
      throw new AssertionError("an array can always be read", e);
    }
  }

  /**
   * Reads an info document up to the end of a stream, which is not closed.
   *
   * @throws ManifestException when it breaks a rule; the message names the field or the path
   * @throws IOException when the stream fails
   */
  public static InfoDocument read(InputStream document) throws ManifestException, IOException {
    DocumentStream bytes = new DocumentStream(document, MAX_LENGTH);
    try {
      ResourceInfo info = parse(bytes);
      return new InfoDocument(info, bytes.finish(), bytes.length());
    } catch (DocumentStream.TooLongException e) {
      throw new ManifestException(Reason.LIMIT_EXCEEDED, "the info document has " + e.getMessage());
    } catch (CharacterCodingException e) {
      throw ManifestException.malformed("it is not UTF-8");
    }
  }

  private static ResourceInfo parse(InputStream bytes) throws ManifestException, IOException {
    // The parser gets a reader and not bytes, because Jackson would guess the encoding and accept
    // overlong forms.
    InputStreamReader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ManifestException.noObject();
      }
      ResourceInfo info = new InfoFields(parser).read();
      if (parser.nextToken() != null) {
        throw ManifestException.longerThanObject();
      }
      return info;
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw ManifestException.of(e);
    }
  }
}
