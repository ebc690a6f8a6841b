package io.torrentinno.protocol.token;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The text of a token: {@code ti_} and 32 random bytes in base64url. Nobody can guess 256 random
 * bits, so one round of SHA-256 protects them as well as a slow hash for passwords would.
 */
public final class TokenText {
  /** Characters of every token. */
  public static final int LENGTH = 46;

  private static final String PREFIX = "ti_";
  private static final int RANDOM_BYTES = 32;

  private TokenText() {}

  /** The text of a new token. */
  public static String create(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a text has the form of a token. Others are refused before they are hashed. */
  public static boolean isWellFormed(String text) {
    return text.length() == LENGTH
        && text.startsWith(PREFIX)
        && text.chars().skip(PREFIX.length()).allMatch(TokenText::isBase64Url);
  }

  /** The hash by which a token file knows a token. */
  public static Bytes32 hash(String text) {
    return Bytes32.of(Sha256.digest().digest(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static boolean isBase64Url(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
