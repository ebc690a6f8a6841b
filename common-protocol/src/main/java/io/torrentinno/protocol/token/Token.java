package io.torrentinno.protocol.token;

import io.torrentinno.protocol.model.Bytes32;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of a token file. It has the hash of the token, not the token.
 *
 * @param name names the token in logs and commands: 1 to 64 letters, digits and {@code . _ @ -},
 *     beginning with a letter or a digit
 * @param scopes at least one
 * @param expiry the first moment at which the token is refused; {@link Instant#MAX} is never
 * @param hash SHA-256 of the token's text
 */
public record Token(String name, Set<Scope> scopes, Instant expiry, Bytes32 hash) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /**
   * Checks the name and the scopes.
   *
   * @throws IllegalArgumentException when the name has other characters, or there is no scope
   */
  public Token {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name has 1 to 64 letters, digits and . _ @ -, and begins with a letter or a digit");
    }
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("a token needs at least one scope");
    }
    scopes = Set.copyOf(scopes);
  }

  /** Whether the token may do what {@code asked} allows. */
  public boolean allows(Scope asked) {
    return scopes.stream().anyMatch(scope -> scope.includes(asked));
  }

  /** Whether the token is refused at {@code now} because it is too old. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expiry);
  }

  /** The scopes as in the file: separated by commas, the weakest first. */
  public String scopeWords() {
    return EnumSet.copyOf(scopes).stream().map(Scope::word).collect(Collectors.joining(","));
  }

  /** The line of the file, without its end. */
  String line() {
    String end = expiry.equals(Instant.MAX) ? "never" : expiry.toString();
    return name + " " + scopeWords() + " " + end + " " + hash.toHex();
  }
}
