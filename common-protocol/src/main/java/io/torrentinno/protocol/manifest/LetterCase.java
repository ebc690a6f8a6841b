package io.torrentinno.protocol.manifest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records which letters of hashes in hex are upper case, because the info-hash covers the text as
 * it is written.
 */
final class LetterCase {
  static final LetterCase LOWER = new LetterCase(false, null);
  private static final LetterCase UPPER = new LetterCase(true, null);

  private final boolean isUpper;

  /**
   * When upper and lower case are mixed: a bit for each digit of each hash, the first digit in the
   * lowest bit.
   */
  private final long @Nullable [] masks;

  private LetterCase(boolean isUpper, long @Nullable [] masks) {
    this.isUpper = isUpper;
    this.masks = masks;
  }

  /** Whether all letters are upper case. */
  boolean isUpper() {
    return isUpper;
  }

  /**
   * The hash in its original letters.
   *
   * @param lower its lower-case hex
   */
  String apply(int hash, String lower) {
    if (masks == null) {
      return lower;
    }
    char[] digits = lower.toCharArray();
    for (long rest = masks[hash]; rest != 0; rest &= rest - 1) {
      int digit = Long.numberOfTrailingZeros(rest);
      digits[digit] = Character.toUpperCase(digits[digit]);
    }
    return new String(digits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LetterCase that
        && isUpper == that.isUpper
        && Arrays.equals(masks, that.masks);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(masks) + Boolean.hashCode(isUpper);
  }

  /** Takes hashes one by one, and keeps masks only when a hash differs from those before it. */
  static final class Builder {
    private boolean upperSoFar;
    private boolean lowerSoFar;
    private long @Nullable [] masks;

    void add(int hash, String hex) {
      long upper = 0;
      boolean hasLower = false;
      for (int i = 0; i < hex.length(); i++) {
        char digit = hex.charAt(i);
        upper |= (digit >= 'A' && digit <= 'F') ? 1L << i : 0;
        hasLower |= digit >= 'a';
      }
      if (masks == null && (upper != 0 || upperSoFar) && (hasLower || lowerSoFar)) {
        masks = new long[Math.max(16, 2 * hash)];
        Arrays.fill(masks, 0, hash, upperSoFar ? -1 : 0);
      }
      if (masks != null) {
        masks = hash < masks.length ? masks : Arrays.copyOf(masks, 2 * hash);
        masks[hash] = upper;
      }
      upperSoFar |= upper != 0;
      lowerSoFar |= hasLower;
    }

    LetterCase build(int hashes) {
      if (masks != null) {
        return new LetterCase(false, Arrays.copyOf(masks, hashes));
      }
      return upperSoFar ? UPPER : LOWER;
    }
  }
}
