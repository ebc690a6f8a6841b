package io.torrentinno.protocol.announce;

import java.util.HexFormat;

/**
 * A number that only a peer and its tracker know. Later announces with the same key come from the
 * same peer.
 *
 * @param value 0 for none
 */
public record AnnounceKey(int value) {
  /** The key of a peer that sends none. */
  public static final AnnounceKey NONE = new AnnounceKey(0);

  private static final int DIGITS = 2 * Integer.BYTES;

  /**
   * Reads eight hex digits.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static AnnounceKey parse(String hex) {
    if (hex.length() != DIGITS) {
      throw new IllegalArgumentException("not " + DIGITS + " hex digits");
    }
    return new AnnounceKey(HexFormat.fromHexDigits(hex));
  }

  /** Eight hex digits. A key is a secret: not for logs. */
  public String toHex() {
    return HexFormat.of().toHexDigits(value);
  }

  /** Whether there is a key; the key itself is secret. */
  @Override
  public String toString() {
    return this.equals(NONE) ? "no key" : "a key";
  }
}
