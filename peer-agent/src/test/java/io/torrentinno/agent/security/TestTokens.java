package io.torrentinno.agent.security;

import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.Token;
import io.torrentinno.protocol.token.TokenFile;
import io.torrentinno.protocol.token.TokenText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;

/** A token file with tokens whose text is known. */
public final class TestTokens {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TokenFile file;

  public TestTokens(Path path) {
    this.file = new TokenFile(path);
  }

  /** Adds a token and returns its text. */
  public String add(String name, Instant expiry, Scope... scopes) throws IOException {
    String text = TokenText.create(RANDOM);
    file.add(new Token(name, Set.of(scopes), expiry, TokenText.hash(text)));
    return text;
  }

  public String add(String name, Scope... scopes) throws IOException {
    return add(name, Instant.MAX, scopes);
  }

  void revoke(String name) throws IOException {
    file.remove(name);
  }
}
