package io.torrentinno.protocol.token;

import io.torrentinno.protocol.model.Bytes32;
import java.time.Instant;
import java.util.List;

/** The tokens of one file. */
public final class TokenList {
  /** How many tokens one file may have. */
  public static final int MAX_TOKENS = 1024;

  /** No token. */
  public static final TokenList EMPTY = new TokenList(List.of());

  private static final TokenCheck UNKNOWN = new TokenCheck.Unknown();

  private final List<Token> tokens;

  /** The tokens, with names and hashes that differ. */
  TokenList(List<Token> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /** In the order of the file; expired ones, too. */
  public List<Token> tokens() {
    return tokens;
  }

  /** Whether the file has no token. One with expired tokens only is not empty. */
  public boolean isEmpty() {
    return tokens.isEmpty();
  }

  /**
   * Looks a token up. The time that this takes does not depend on which token it is, nor on how
   * much of a hash fits.
   */
  public TokenCheck check(String text, Instant now) {
    if (!TokenText.isWellFormed(text)) {
      return UNKNOWN;
    }
    Bytes32 hash = TokenText.hash(text);
    int found = -1;
    for (int i = 0; i < tokens.size(); i++) {
      long difference = difference(hash, tokens.get(i).hash());
      int same = (int) ~((difference | -difference) >> 63); // all bits set, or none: no branch
      found = (found & ~same) | (i & same);
    }
    if (found < 0) {
      return UNKNOWN;
    }
    Token token = tokens.get(found);
    return token.isExpired(now) ? new TokenCheck.Expired(token) : new TokenCheck.Valid(token);
  }

  /** Zero when both are the same. */
  private static long difference(Bytes32 a, Bytes32 b) {
    return (a.w0() ^ b.w0()) | (a.w1() ^ b.w1()) | (a.w2() ^ b.w2()) | (a.w3() ^ b.w3());
  }
}
