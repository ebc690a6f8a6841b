package io.torrentinno.protocol.signature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking the signatures of a manifest.
 *
 * @param signer the names of the signer, or the fingerprint of a key that no signer has; null when
 *     no signature is right
 */
public record Verdict(State state, @Nullable String signer) {
  /** From the worst to the best. */
  public enum State {
    /** There is no signature. */
    NONE,
    /** There are signatures, and none of them is right. */
    INVALID,
    /** A signature is right, and its key is not one of an allowed signer. */
    UNKNOWN_SIGNER,
    /** An allowed signer has signed it. */
    VALID
  }

  /** There is no signature. */
  public static final Verdict NONE = new Verdict(State.NONE, null);

  /** The best that one of the signatures says. */
  public static Verdict of(
      List<String> signatures, SignedMessage message, AllowedSigners allowed, Instant now) {
    Verdict best = NONE;
    for (String signature : signatures) {
      Verdict one = of(signature, message, allowed, now);
      if (one.state.compareTo(best.state) > 0) {
        best = one;
      }
    }
    return best;
  }

  private static Verdict of(
      String text, SignedMessage message, AllowedSigners allowed, Instant now) {
    try {
      SshSignature signature = SshSignature.parse(text);
      if (!signature.verifies(message, SignedMessage.NAMESPACE)) {
        return new Verdict(State.INVALID, null);
      }
      Optional<String> names = allowed.principals(signature.key(), SignedMessage.NAMESPACE, now);
      return names
          .map(signer -> new Verdict(State.VALID, signer))
          .orElseGet(() -> new Verdict(State.UNKNOWN_SIGNER, signature.key().fingerprint()));
    } catch (SshFormatException _) {
      return new Verdict(State.INVALID, null);
    }
  }

  public boolean isValid() {
    return state == State.VALID;
  }
}
