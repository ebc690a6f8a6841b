package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.TreeLimits;
import io.torrentinno.protocol.model.FileName;
import io.torrentinno.protocol.model.FileRoot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the entries of an info document, one after the other. */
final class EntryFields {
  private static final List<String> FIELDS =
      List.of("path", "size", "root", "executable", "link", "folder");

  private final JsonParser parser;
  private final FieldReader values;
  private @Nullable List<String> path;
  private @Nullable Long size;
  private @Nullable FileRoot root;
  private @Nullable Boolean executable;
  private @Nullable String link;
  private @Nullable Boolean folder;

  EntryFields(JsonParser parser) {
    this.parser = parser;
    this.values = new FieldReader(parser);
  }

  /**
   * Reads an entry.
   *
   * @param number what messages call it
   */
  Entry read(int number) throws ManifestException {
    path = null;
    try {
      if (!parser.hasToken(JsonToken.START_OBJECT)) {
        throw new ManifestException(Reason.INVALID_FIELD, "the entry is not an object");
      }
      readFields();
      return entry();
    } catch (ManifestException e) {
      String place = "files[" + number + "]";
      String where = path == null ? place : place + " " + FileName.printable(join(path));
      throw new ManifestException(e.reason(), where + ": " + e.getMessage());
    }
  }

  private void readFields() throws ManifestException {
    size = null;
    root = null;
    executable = null;
    link = null;
    folder = null;
    int seen = 0;
    for (String field = parser.nextName(); field != null; field = parser.nextName()) {
      JsonToken value = parser.nextToken();
      int bit = 1 << (FIELDS.indexOf(field) + 1);
      if (bit == 1) {
        parser.skipChildren();
      } else if ((seen & bit) != 0) {
        throw ManifestException.twice(field);
      } else if (value != JsonToken.VALUE_NULL) {
        take(field);
      }
      seen |= bit;
    }
  }

  private void take(String field) throws ManifestException {
    switch (field) {
      case "path" -> path = path(field);
      case "size" -> size = values.number(field, TreeLimits.MAX_SIZE);
      case "root" -> root = FileRoot.parse(values.hash(field));
      case "executable" -> executable = values.bool(field);
      case "link" -> link = values.string(field);
      case "folder" -> folder = values.bool(field);
      default -> throw new IllegalArgumentException("unknown field " + field);
    }
  }

  private List<String> path(String field) throws ManifestException {
    values.beginList(field);
    List<String> names = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (names.size() == TreeLimits.DEPTH) {
        throw new ManifestException(
            Reason.LIMIT_EXCEEDED, field + " has more than " + TreeLimits.DEPTH + " names");
      }
      names.add(values.string("a name of the " + field));
    }
    return names;
  }

  private Entry entry() throws ManifestException {
    List<String> where = FieldReader.required("path", path);
    boolean isFile = size != null || root != null || executable != null;
    if ((isFile ? 1 : 0) + (link != null ? 1 : 0) + (folder != null ? 1 : 0) > 1) {
      throw new ManifestException(
          Reason.INVALID_FIELD, "the entry has fields of two kinds: file, link or folder");
    }
    if (link != null) {
      return new Entry.Link(where, link);
    }
    if (folder == null) {
      return file(where);
    }
    if (!folder) {
      throw FieldReader.invalid("folder", "is not true");
    }
    return new Entry.Folder(where);
  }

  private Entry file(List<String> where) throws ManifestException {
    long length = FieldReader.required("size", size);
    if (length > 0) {
      FieldReader.required("root", root);
    } else if (root != null) {
      throw FieldReader.invalid("root", "is there, but the file is empty");
    }
    return new Entry.File(where, length, root, Boolean.TRUE.equals(executable));
  }

  private static String join(List<String> names) {
    return String.join("/", names);
  }
}
