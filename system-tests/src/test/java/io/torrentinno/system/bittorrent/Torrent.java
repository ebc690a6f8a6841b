package io.torrentinno.system.bittorrent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Metainfo files (BEP 3) of one file, private (BEP 27): clients ask nobody but the tracker. */
public final class Torrent {
  private static final int PIECE = 64 * 1024;

  private Torrent() {}

  /** Writes the metainfo of {@code file} to {@code torrent}. */
  public static void write(Path torrent, Path file, String announce) throws IOException {
    byte[] content = Files.readAllBytes(file);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "d8:announce" + string(announce) + "4:infod6:lengthi" + content.length + "e");
    write(out, "4:name" + string(String.valueOf(file.getFileName())));
    write(out, "12:piece lengthi" + PIECE + "e6:pieces");
    int pieces = (content.length + PIECE - 1) / PIECE;
    write(out, 20 * pieces + ":");
    for (int i = 0; i < pieces; i++) {
      MessageDigest sha1 = sha1();
      sha1.update(content, i * PIECE, Math.min(PIECE, content.length - i * PIECE));
      out.writeBytes(sha1.digest());
    }
    write(out, "7:privatei1eee");
    Files.write(torrent, out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String string(String text) {
    return text.length() + ":" + text;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
