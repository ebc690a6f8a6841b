package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.tree.TreeLimits;
import io.torrentinno.protocol.model.FileName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects the fields of an info document. */
final class InfoFields {
  private static final Set<String> FIELDS = Set.of("version", "name", "pieceLength", "files");
  private static final int VERSION = 2;

  private final JsonParser parser;
  private final FieldReader values;
  private @Nullable Long version;
  private @Nullable String name;
  private @Nullable Long pieceLength;
  private @Nullable FileTreeBuilder files;

  /** Starts on an object, whose opening brace is the parser's current token. */
  InfoFields(JsonParser parser) {
    this.parser = parser;
    this.values = new FieldReader(parser);
  }

  ResourceInfo read() throws ManifestException {
    Set<String> seen = new HashSet<>();
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      parser.nextToken();
      if (!FIELDS.contains(field)) {
        parser.skipChildren();
      } else if (!seen.add(field)) {
        throw ManifestException.twice(field);
      } else if (!parser.hasToken(JsonToken.VALUE_NULL)) {
        take(field);
      }
    }
    FieldReader.required("version", version);
    String called = FieldReader.required("name", name);
    long length = FieldReader.required("pieceLength", pieceLength);
    FileTreeBuilder tree = FieldReader.required("files", files);
    return new ResourceInfo(called, tree.build((int) Math.min(length, Integer.MAX_VALUE)));
  }

  private void take(String field) throws ManifestException {
    switch (field) {
      case "version" -> version = version(field);
      case "name" -> name = name(field);
      case "pieceLength" -> pieceLength = values.number(field, TreeLimits.MAX_PIECE_LENGTH);
      case "files" -> files = files(field);
      default -> throw new IllegalArgumentException("unknown field " + field);
    }
  }

  private long version(String field) throws ManifestException {
    long number = values.number(field, VERSION);
    if (number != VERSION) {
      throw new ManifestException(Reason.UNKNOWN_VERSION, field + " is not " + VERSION);
    }
    return number;
  }

  private String name(String field) throws ManifestException {
    String text = values.string(field);
    String fault = FileName.fault(text);
    if (fault != null) {
      throw FieldReader.invalid(field, fault);
    }
    return text;
  }

  private FileTreeBuilder files(String field) throws ManifestException {
    values.beginList(field);
    FileTreeBuilder tree = new FileTreeBuilder();
    EntryFields entry = new EntryFields(parser);
    for (int number = 0; parser.nextToken() != JsonToken.END_ARRAY; number++) {
      tree.add(entry.read(number));
    }
    return tree;
  }
}
