package io.torrentinno.protocol.manifest.v2;

import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * Writes info documents. The same names, bytes, executable bits and pieceLength give the same
 * document on every machine.
 */
public final class InfoWriter {
  private static final int BUFFER = 64 * 1024;

  private final StringBuilder text = new StringBuilder();

  private InfoWriter() {}

  /** Writes an info document. */
  public static byte[] write(ResourceInfo info) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(info, out);
    } catch (IOException e) {
      throw new AssertionError("an array cannot fail to be written", e);
    }
    return out.toByteArray();
  }

  /**
   * Writes an info document to a stream. The stream is flushed and not closed.
   *
   * @throws IOException when the stream fails
   */
  public static void write(ResourceInfo info, OutputStream out) throws IOException {
    new InfoWriter().writeAll(info, out);
  }

  /** The info-hash of the document that {@link #write} writes. */
  public static InfoHash infoHash(ResourceInfo info) {
    MessageDigest digest = Sha256.digest();
    try {
      write(info, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw new AssertionError("nothing is written", e);
    }
    return InfoHash.of(digest.digest(), 0);
  }

  private void writeAll(ResourceInfo info, OutputStream out) throws IOException {
    text.append("{\"version\":2,\"name\":");
    string(info.name());
    text.append(",\"pieceLength\":").append(info.pieceLength()).append(",\"files\":[");
    FileTree files = info.files();
    for (int entry = 0; entry < files.size(); entry++) {
      text.append(entry == 0 ? "" : ",");
      entry(files, entry);
      if (text.length() > BUFFER) {
        flush(out);
      }
    }
    text.append("]}");
    flush(out);
    out.flush();
  }

  private void entry(FileTree files, int entry) {
    text.append("{\"path\":[");
    String separator = "";
    for (String name : files.path(entry)) {
      text.append(separator);
      string(name);
      separator = ",";
    }
    text.append(']');
    switch (files.kind(entry)) {
      case FILE, EXECUTABLE -> file(files, entry);
      case LINK -> {
        text.append(",\"link\":");
        string(files.target(entry));
      }
      case FOLDER -> text.append(",\"folder\":true");
    }
    text.append('}');
  }

  private void file(FileTree files, int entry) {
    text.append(",\"size\":").append(files.length(entry));
    FileRoot root = files.root(entry);
    if (root != null) {
      text.append(",\"root\":\"").append(root).append('"');
    }
    if (files.kind(entry) == FileTree.Kind.EXECUTABLE) {
      text.append(",\"executable\":true");
    }
  }

  /** Names have no control characters, which would also need escapes. */
  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    text.append('"');
  }

  private void flush(OutputStream out) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }
}
