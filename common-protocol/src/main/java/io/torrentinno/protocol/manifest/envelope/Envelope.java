package io.torrentinno.protocol.manifest.envelope;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.InfoHash;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All fields of a manifest except its info document. It keeps unknown fields, at any depth. Nothing
 * proves its contents. Immutable.
 */
public final class Envelope {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** An envelope without fields. */
  public static final Envelope EMPTY = new Envelope(NODES.objectNode(), KnownFields.NONE);

  private final ObjectNode fields;
  private final KnownFields known;

  private Envelope(ObjectNode fields, KnownFields known) {
    this.fields = fields;
    this.known = known;
  }

  /**
   * The envelope with the fields of a JSON object.
   *
   * @param fields owned by the envelope from then on
   * @throws ManifestException when a known field breaks a rule; the message names it
   */
  static Envelope of(ObjectNode fields) throws ManifestException {
    return new Envelope(fields, KnownFields.of(fields));
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws ManifestException when it is no JSON object, or a known field breaks a rule
   */
  public static Envelope parse(byte[] json) throws ManifestException {
    return of(Json.object(json));
  }

  /** All fields as a JSON object, without those that only a whole manifest has. */
  public byte[] toBytes() {
    return Json.bytes(fields);
  }

  /** Where peers meet: {@code http://host:port}, {@code host:port}, or of a kind not known here. */
  public List<String> trackers() {
    return known.trackers();
  }

  /** URLs from which the bytes can be fetched over HTTP. */
  public List<String> sources() {
    return known.sources();
  }

  /** Signatures of the info document, as {@code ssh-keygen} writes them, or of another kind. */
  public List<String> signatures() {
    return known.signatures();
  }

  /** Free text, may be empty. */
  public String comment() {
    return known.comment();
  }

  /** The previous version. */
  public @Nullable InfoHash previous() {
    return known.previous();
  }

  /** Documents that say which bytes this resource shares with earlier versions. */
  public List<CopyHints> copyHints() {
    return known.copyHints();
  }

  /**
   * This envelope with other trackers.
   *
   * @throws ManifestException when they break a rule
   */
  public Envelope withTrackers(List<String> trackers) throws ManifestException {
    return with(KnownFields.TRACKERS, texts(trackers));
  }

  /**
   * This envelope with other signatures.
   *
   * @throws ManifestException when they break a rule
   */
  public Envelope withSignatures(List<String> signatures) throws ManifestException {
    return with(KnownFields.SIGNATURES, texts(signatures));
  }

  /**
   * This envelope with other sources, which have only URLs.
   *
   * @throws ManifestException when they break a rule
   */
  public Envelope withSources(List<String> urls) throws ManifestException {
    ArrayNode list = NODES.arrayNode();
    urls.forEach(url -> list.addObject().put(KnownFields.URL, url));
    return with(KnownFields.SOURCES, list);
  }

  /**
   * This envelope with another comment.
   *
   * @throws ManifestException when it is too long or no Unicode text
   */
  public Envelope withComment(String comment) throws ManifestException {
    return with(KnownFields.COMMENT, NODES.stringNode(comment));
  }

  /**
   * This envelope with another previous version.
   *
   * @throws ManifestException never
   */
  public Envelope withPrevious(InfoHash previous) throws ManifestException {
    return with(KnownFields.PREVIOUS, NODES.stringNode(previous.toString()));
  }

  /**
   * This envelope with other hints.
   *
   * @throws ManifestException when there are too many
   */
  public Envelope withCopyHints(List<CopyHints> hints) throws ManifestException {
    ArrayNode list = NODES.arrayNode();
    for (CopyHints document : hints) {
      list.addObject()
          .put(KnownFields.PREVIOUS, document.previous().toString())
          .put(KnownFields.SHA256, document.sha256().toHex())
          .put(KnownFields.SIZE, document.size());
    }
    return with(KnownFields.COPY_HINTS, list);
  }

  /** All fields. The caller must not change them. */
  ObjectNode fields() {
    return fields;
  }

  private Envelope with(String field, JsonNode value) throws ManifestException {
    ObjectNode changed = fields.deepCopy();
    changed.set(field, value);
    return of(changed);
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode list = NODES.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
