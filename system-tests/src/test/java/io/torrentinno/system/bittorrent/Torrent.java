package io.torrentinno.system.bittorrent;

import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * A metainfo file (BEP 3) of one file, private (BEP 27): clients ask nobody but the tracker.
 *
 * @param path the metainfo
 * @param file what it describes
 */
public record Torrent(Path path, Path file, TrackerProcess tracker) {
  private static final int PIECE = 64 * 1024;

  /** A file of {@code size} bytes in a folder of its own, and its metainfo outside of that. */
  public static Torrent of(Testbed testbed, int size, String scheme, TrackerProcess tracker)
      throws IOException {
    Path seeds = Files.createDirectories(testbed.directory().resolve("seeds"));
    Path file = Files.move(testbed.file("file.bin", size), seeds.resolve("file.bin"));
    Path torrent = testbed.directory().resolve("file.torrent");
    write(torrent, file, scheme + "://" + tracker.address() + "/announce");
    return new Torrent(torrent, file, tracker);
  }

  /** The folder that a seeder is given. */
  public Path seeds() {
    return Objects.requireNonNull(file.getParent());
  }

  /** How many peers the tracker lists, of all its swarms. */
  public int listedPeers() {
    String table = HttpAnswer.to("GET", tracker.uri().resolve("/peers"), null).body();
    return table.split("\"publicPort\"", -1).length - 1;
  }

  private static void write(Path torrent, Path file, String announce) throws IOException {
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
