package io.torrentinno.protocol.token;

/** The result of looking up the text of a token in a token file. */
public sealed interface TokenCheck {
  /** The caller may do what the token's scopes allow. */
  record Valid(Token token) implements TokenCheck {}

  /** The token was valid once. */
  record Expired(Token token) implements TokenCheck {}

  /** No token of the file; or no token at all. */
  record Unknown() implements TokenCheck {}
}
