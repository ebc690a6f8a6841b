package io.torrentinno.protocol.signature;

import io.torrentinno.protocol.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signers whose signatures an agent accepts, as a file {@code allowed_signers} lists them.
 * Immutable.
 */
public final class AllowedSigners {
  /** The largest file. */
  public static final int MAX_BYTES = 1 << 20;

  /** Nobody. */
  public static final AllowedSigners NONE = new AllowedSigners(List.of());

  private final List<Signer> signers;

  private AllowedSigners(List<Signer> signers) {
    this.signers = List.copyOf(signers);
  }

  /**
   * One line.
   *
   * @param principals the names of the signer, as the line has them
   * @param namespaces patterns; null when all are allowed
   */
  private record Signer(
      String principals,
      SshPublicKey key,
      @Nullable String namespaces,
      Instant validAfter,
      Instant validBefore) {
    boolean isValid(String namespace, Instant now) {
      return !now.isBefore(validAfter)
          && now.isBefore(validBefore)
          && (namespaces == null || Patterns.match(namespaces, namespace));
    }
  }

  /**
   * Reads a file.
   *
   * @throws SshFormatException when a line breaks the format, or has what is not supported; the
   *     message names the line
   */
  public static AllowedSigners parse(String text) throws SshFormatException {
    if (text.length() > MAX_BYTES) {
      throw SshFormatException.malformed("more than " + MAX_BYTES + " bytes");
    }
    List<Signer> signers = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        try {
          signers.add(signer(stripped));
        } catch (SshFormatException e) {
          throw new SshFormatException(e.reason(), "line " + number + ": " + e.getMessage());
        }
      }
    }
    return new AllowedSigners(signers);
  }

  private static Signer signer(String line) throws SshFormatException {
    List<String> words = Words.of(line);
    if (words.size() < 3) {
      throw SshFormatException.malformed("not a name, a type of key and a key");
    }
    SignerOptions options = SignerOptions.NONE;
    int type = 1;
    if (!isKeyType(words.get(1))) {
      options = SignerOptions.parse(words.get(1));
      type = 2;
    }
    if (words.size() <= type + 1) {
      throw SshFormatException.malformed("no key");
    }
    SshPublicKey key = key(words.get(type), words.get(type + 1));
    return new Signer(
        Words.unquoted(words.getFirst()),
        key,
        options.namespaces(),
        options.validAfter(),
        options.validBefore());
  }

  private static boolean isKeyType(String word) {
    return word.startsWith("ssh-") || word.startsWith("ecdsa-") || word.startsWith("sk-");
  }

  private static SshPublicKey key(String type, String base64) throws SshFormatException {
    try {
      SshPublicKey key = new SshPublicKey(Bytes.copyOf(Base64.getDecoder().decode(base64)));
      if (key.type().equals(type)) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw SshFormatException.malformed("its key is not Base64: " + e.getMessage());
    }
    throw SshFormatException.malformed("its key is not of the type " + type);
  }

  /** How many lines there are. */
  public int size() {
    return signers.size();
  }

  /**
   * The names of the signer who has this key, and may sign for this namespace now; none when there
   * is no such signer.
   */
  public Optional<String> principals(SshPublicKey key, String namespace, Instant now) {
    return signers.stream()
        .filter(signer -> signer.key().equals(key) && signer.isValid(namespace, now))
        .map(Signer::principals)
        .findFirst();
  }
}
