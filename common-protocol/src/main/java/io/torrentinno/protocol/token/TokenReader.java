package io.torrentinno.protocol.token;

import io.torrentinno.protocol.model.Bytes32;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the bytes of a token file. */
public final class TokenReader {
  /** Bytes that a file may have. */
  public static final int MAX_BYTES = 256 * 1024;

  private final List<Token> tokens = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<Bytes32> hashes = new HashSet<>();

  private TokenReader() {}

  /**
   * Reads a whole file.
   *
   * @throws TokenFileException when a line is not a token, a comment or empty; when two tokens have
   *     the same name or hash; or when there is too much
   */
  public static TokenList read(byte[] bytes) throws TokenFileException {
    if (bytes.length > MAX_BYTES) {
      throw new TokenFileException("has more than " + MAX_BYTES + " bytes");
    }
    TokenReader reader = new TokenReader();
    int number = 0;
    for (String line : text(bytes).split("\n", -1)) {
      number++;
      try {
        reader.readLine(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
      } catch (IllegalArgumentException e) {
        throw new TokenFileException(number, String.valueOf(e.getMessage()));
      }
    }
    return new TokenList(reader.tokens);
  }

  private static String text(byte[] bytes) throws TokenFileException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new TokenFileException("is not UTF-8");
    }
  }

  private void readLine(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    String[] words = words(line);
    if (words.length != 4) {
      throw new IllegalArgumentException(
          "expected a name, scopes, an expiry and a hash, got " + words.length + " words");
    }
    Token token = new Token(words[0], scopes(words[1]), expiry(words[2]), hash(words[3]));
    if (!names.add(token.name())) {
      throw new IllegalArgumentException("the name " + token.name() + " is there twice");
    }
    if (!hashes.add(token.hash())) {
      throw new IllegalArgumentException("the hash is there twice");
    }
    if (tokens.size() == TokenList.MAX_TOKENS) {
      throw new IllegalArgumentException("more than " + TokenList.MAX_TOKENS + " tokens");
    }
    tokens.add(token);
  }

  /** The words of a line, which spaces and tabs separate. */
  static String[] words(String line) {
    return line.strip().split("[ \t]+");
  }

  private static Set<Scope> scopes(String words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words.split(",", -1)) {
      scopes.add(
          Scope.of(word)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "a scope is read, operate, admin or announce; several are separated by"
                          + " commas")));
    }
    return scopes;
  }

  private static Instant expiry(String word) {
    if (word.equals("never")) {
      return Instant.MAX;
    }
    try {
      return Instant.parse(word);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "an expiry is never, or a time as 2027-01-31T00:00:00Z", e);
    }
  }

  private static Bytes32 hash(String word) {
    try {
      return Bytes32.parse(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a hash has 64 hex digits", e);
    }
  }
}
