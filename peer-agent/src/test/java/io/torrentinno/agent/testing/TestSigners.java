package io.torrentinno.agent.testing;

import io.torrentinno.protocol.signature.AllowedSigners;
import io.torrentinno.protocol.signature.SignedMessage;
import io.torrentinno.protocol.signature.SshFormatException;
import io.torrentinno.protocol.signature.SshPrivateKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keys that {@code specs/golden/signatures/make} has made with ssh-keygen. */
public final class TestSigners {
  private static final Path FOLDER = Path.of("..", "specs", "golden", "signatures");

  private TestSigners() {}

  /** One of the files. */
  public static Path file(String name) {
    return FOLDER.resolve(name);
  }

  public static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line of {@code allowed_signers} that has this key. */
  public static String line(String key) {
    return text("allowed_signers")
        .lines()
        .filter(it -> it.startsWith(key + "@"))
        .findFirst()
        .orElseThrow();
  }

  /** A list of this signer alone. */
  public static AllowedSigners allowing(String key) {
    try {
      return AllowedSigners.parse(line(key));
    } catch (SshFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A signature of a message for manifests. */
  public static String sign(String key, byte[] message) {
    try {
      return SshPrivateKey.parse(text(key + ".key"))
          .sign(SignedMessage.of(message), SignedMessage.NAMESPACE)
          .toText();
    } catch (SshFormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
