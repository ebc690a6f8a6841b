package io.torrentinno.protocol.token;

import java.util.Locale;
import java.util.Optional;

/** The calls that a token allows. */
public enum Scope {
  /** Looks at things. */
  READ,
  /** Does what a person does every day; includes {@link #READ}. */
  OPERATE,
  /** Destroys data and changes what others may do; includes {@link #OPERATE}. */
  ADMIN,
  /** Announces to a tracker. Neither includes another scope nor is included. */
  ANNOUNCE;

  /** The scope that a word of the token file names. */
  public static Optional<Scope> of(String word) {
    for (Scope scope : values()) {
      if (scope.word().equals(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }

  /** As it is written in the token file, in messages and in {@code WWW-Authenticate}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a token with this scope may do what {@code asked} allows. */
  public boolean includes(Scope asked) {
    return switch (this) {
      case READ, ANNOUNCE -> asked == this;
      case OPERATE -> asked == OPERATE || asked == READ;
      case ADMIN -> asked != ANNOUNCE;
    };
  }
}
