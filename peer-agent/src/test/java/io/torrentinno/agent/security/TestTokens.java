package io.torrentinno.agent.security;

import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.Token;
import io.torrentinno.protocol.token.TokenFile;
import io.torrentinno.protocol.token.TokenText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A token file with tokens whose text is known. */
public final class TestTokens {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path path;
  private final TokenFile file;

  public TestTokens(Path path) {
    this.path = path;
    this.file = new TokenFile(path);
  }

  /** Those of an agent that is tested: a new file in the folder for what the build makes. */
  static TestTokens create() {
    try {
      return new TestTokens(
          Files.createTempDirectory(Path.of("target"), "tokens").resolve("tokens"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the agent the name of the file. */
  void nameTo(DynamicPropertyRegistry registry) {
    registry.add("torrentinno.agent.tokens-file", path::toString);
  }

  /** Adds a token and returns its text. */
  public String add(String name, Instant expiry, Scope... scopes) {
    String text = TokenText.create(RANDOM);
    try {
      file.add(new Token(name, Set.of(scopes), expiry, TokenText.hash(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text;
  }

  public String add(String name, Scope... scopes) {
    return add(name, Instant.MAX, scopes);
  }

  void revoke(String name) throws IOException {
    file.remove(name);
  }
}
