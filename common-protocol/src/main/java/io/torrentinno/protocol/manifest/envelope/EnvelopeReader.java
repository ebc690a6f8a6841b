package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.manifest.envelope.ByteSource.RefusedException;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads version 2 manifests. The info document is passed on as a stream and not kept. A known field
 * must be there once, with the right type, form and range.
 */
public final class EnvelopeReader {
  private static final String INFO = "info";
  private static final String INFO_HASH = "infoHash";
  private static final String VERSION = "version";
  private static final String PIECES_OF_VERSION_1 = "pieces";
  private static final int SUPPORTED = 2;

  private EnvelopeReader() {}

  /** Uses the bytes of an info document. */
  @FunctionalInterface
  public interface InfoConsumer<T> {
    /**
     * Reads an info document, to its end or not.
     *
     * @throws ManifestException when it breaks a rule
     */
    T read(InputStream info) throws ManifestException, IOException;
  }

  /**
   * A manifest.
   *
   * @param infoHash SHA-256 of the info document's bytes
   * @param info the result of the consumer
   */
  public record Manifest<T>(Envelope envelope, InfoHash infoHash, T info) {}

  /**
   * Reads a manifest up to the end of a stream, which is not closed.
   *
   * @throws ManifestException when it breaks a rule; the message names the field
   * @throws IOException when the stream or the consumer fails
   */
  public static <T> Manifest<T> read(InputStream manifest, InfoConsumer<T> consumer)
      throws ManifestException, IOException {
    ManifestScanner scanner = new ManifestScanner(manifest, EnvelopeLimits.ENVELOPE_LENGTH);
    MessageDigest digest = Sha256.digest();
    InfoHash infoHash = null;
    T info = null;
    try {
      for (String field = scanner.nextField(); field != null; field = scanner.nextField()) {
        InputStream document = field.equals(INFO) ? scanner.stringValue() : null;
        if (document != null) {
          if (infoHash != null) {
            throw ManifestException.twice(INFO);
          }
          DigestInputStream hashed = new DigestInputStream(document, digest);
          info = consumer.read(hashed);
          hashed.transferTo(OutputStream.nullOutputStream());
          infoHash = InfoHash.of(digest.digest(), 0);
        }
      }
    } catch (RefusedException e) {
      throw e.refusal();
    }
    Envelope envelope = envelope(Json.object(scanner.kept()), infoHash);
    if (infoHash == null || info == null) {
      throw ManifestException.missing(INFO);
    }
    return new Manifest<>(envelope, infoHash, info);
  }

  /**
   * Whether a document is a manifest of version 2, and not of version 1 or no manifest. Reads only
   * as much as it needs.
   *
   * @throws IOException when the stream fails
   */
  public static boolean isVersion2(InputStream document) throws IOException {
    ManifestScanner scanner = new ManifestScanner(document, 0);
    try {
      String field = scanner.nextField();
      while (field != null && !field.equals(INFO) && !field.equals(PIECES_OF_VERSION_1)) {
        field = scanner.nextField();
      }
      return INFO.equals(field);
    } catch (RefusedException e) {
      return false;
    }
  }

  private static Envelope envelope(ObjectNode fields, @Nullable InfoHash infoHash)
      throws ManifestException {
    JsonNode version = KnownFields.required(VERSION, fields);
    if (!version.isInt() || version.intValue() != SUPPORTED) {
      throw new ManifestException(Reason.UNKNOWN_VERSION, VERSION + " is not " + SUPPORTED);
    }
    JsonNode info = fields.get(INFO);
    if (KnownFields.isThere(info)) {
      throw KnownFields.invalid(
          INFO, "is not a string, or the name of the field is written with escapes");
    }
    JsonNode named = fields.get(INFO_HASH);
    if (named != null && !named.isNull()) {
      Bytes32 hash = KnownFields.hash(INFO_HASH, named);
      if (infoHash != null && !hash.equals(infoHash.value())) {
        throw new ManifestException(
            Reason.WRONG_HASH, INFO_HASH + " is not the SHA-256 of info, which is " + infoHash);
      }
    }
    fields.remove(INFO);
    fields.remove(INFO_HASH);
    fields.remove(VERSION);
    return Envelope.of(fields);
  }
}
