package io.torrentinno.protocol.token;

/** What a token file says about the text that a caller has sent. */
public sealed interface TokenCheck {
  /** The caller may do what the token's scopes allow. */
  record Valid(Token token) implements TokenCheck {}

  /** The token was valid once. */
  record Expired(Token token) implements TokenCheck {}

  /** No token of the file; or no token at all. */
  record Unknown() implements TokenCheck {}
}
