package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code swarm.lua}: what Redis does in one go. */
final class SwarmScript {
  /** The whole script. */
  static final byte[] TEXT = read("swarm.lua");

  /** The digest under which Redis knows it once it was sent. */
  static final byte[] DIGEST = digest(TEXT);

  private SwarmScript() {}

  private static byte[] read(String file) {
    try (InputStream in = SwarmScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] digest(byte[] text) {
    try {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(text);
      return HexFormat.of().formatHex(sha1).getBytes(US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
