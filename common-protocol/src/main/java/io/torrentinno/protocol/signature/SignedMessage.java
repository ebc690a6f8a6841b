package io.torrentinno.protocol.signature;

import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** A message that is signed. Its hashes are enough to make and check signatures. Immutable. */
public final class SignedMessage {
  /** The namespace of all signatures of manifests. */
  public static final String NAMESPACE = "torrentinno-manifest";

  private final Map<HashAlgorithm, byte[]> hashes;

  private SignedMessage(Map<HashAlgorithm, byte[]> hashes) {
    this.hashes = hashes;
  }

  /** Writes the message. */
  @FunctionalInterface
  public interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  /** The message that {@code source} writes; it is not kept. */
  public static SignedMessage of(Source source) throws IOException {
    Hashing out = new Hashing();
    source.writeTo(out);
    Map<HashAlgorithm, byte[]> hashes = new EnumMap<>(HashAlgorithm.class);
    out.digests.forEach((algorithm, digest) -> hashes.put(algorithm, digest.digest()));
    return new SignedMessage(hashes);
  }

  public static SignedMessage of(byte[] message) {
    try {
      return of(out -> out.write(message));
    } catch (IOException e) {
      throw new IllegalStateException("hashing does no I/O", e);
    }
  }

  /** The message that a signature of a version 1 manifest signs: the 64 digits of its info-hash. */
  public static byte[] ofVersion1(InfoHash infoHash) {
    return infoHash.toString().getBytes(StandardCharsets.US_ASCII);
  }

  byte[] hash(HashAlgorithm algorithm) {
    return Objects.requireNonNull(hashes.get(algorithm)).clone();
  }

  private static final class Hashing extends OutputStream {
    final Map<HashAlgorithm, MessageDigest> digests = new EnumMap<>(HashAlgorithm.class);

    Hashing() {
      for (HashAlgorithm algorithm : HashAlgorithm.values()) {
        digests.put(algorithm, algorithm.digest());
      }
    }

    @Override
    public void write(int value) {
      digests.values().forEach(digest -> digest.update((byte) value));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      digests.values().forEach(digest -> digest.update(bytes, offset, length));
    }
  }
}
