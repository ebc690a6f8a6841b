package io.torrentinno.protocol.model;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that every Java platform has. */
public final class Sha256 {
  /** Length of a hash in bytes. */
  public static final int LENGTH = 32;

  private Sha256() {}

  /** A new digest, for one thread at a time. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Ends a hash without allocating, and makes {@code digest} ready for the next one.
   *
   * @param target gets {@value #LENGTH} bytes from {@code offset} on
   */
  public static void finish(MessageDigest digest, byte[] target, int offset) {
    try {
      digest.digest(target, offset, LENGTH);
    } catch (DigestException e) {
      throw new AssertionError("a hash has " + LENGTH + " bytes", e);
    }
  }
}
