package io.torrentinno.protocol.signature;

import io.torrentinno.protocol.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A signature in the format SSHSIG, version 1.
 *
 * @param key the key that claims to have made it
 * @param namespace what it may be used for
 * @param hash how the message was hashed
 * @param algorithm of the signature, for example {@code ssh-ed25519}
 * @param value of the signature, as the algorithm has it
 */
public record SshSignature(
    SshPublicKey key, String namespace, HashAlgorithm hash, String algorithm, Bytes value) {
  /** The longest text of a signature, in bytes. */
  public static final int MAX_LENGTH = 8192;

  private static final Armor ARMOR = new Armor("SSH SIGNATURE");
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  /**
   * Reads a signature.
   *
   * @param text as {@code ssh-keygen} writes it
   */
  public static SshSignature parse(String text) throws SshFormatException {
    if (text.length() > MAX_LENGTH) {
      throw SshFormatException.malformed("longer than " + MAX_LENGTH + " bytes");
    }
    SshReader reader = new SshReader(ARMOR.decode(text));
    if (!Arrays.equals(reader.take(MAGIC.length), MAGIC)) {
      throw SshFormatException.malformed("does not begin with SSHSIG");
    }
    int version = reader.uint32();
    if (version != VERSION) {
      throw SshFormatException.unsupported("version " + Integer.toUnsignedString(version));
    }
    SshPublicKey key = new SshPublicKey(Bytes.copyOf(reader.string()));
    String namespace = reader.text();
    byte[] reserved = reader.string(); // Read by no version so far, and ignored.
    HashAlgorithm hash = HashAlgorithm.of(reader.text());
    SshReader signature = new SshReader(reader.string());
    reader.end();
    if (namespace.isEmpty()) {
      throw SshFormatException.malformed("has no namespace");
    }
    if (reserved.length > 0) {
      throw SshFormatException.unsupported("a signature with reserved bytes");
    }
    String algorithm = signature.text();
    Bytes value = Bytes.copyOf(signature.string());
    signature.end();
    return new SshSignature(key, namespace, hash, algorithm, value);
  }

  /** Its text, as {@code ssh-keygen} writes it. */
  public String toText() {
    return ARMOR.encode(
        new SshWriter()
            .raw(MAGIC)
            .uint32(VERSION)
            .string(key.blob().toArray())
            .string(namespace)
            .string("")
            .string(hash.sshName())
            .string(new SshWriter().string(algorithm).string(value.toArray()).bytes())
            .bytes());
  }

  /**
   * Whether its key has signed this message for this namespace. It does not say whose key that is.
   *
   * @throws SshFormatException when the key or the algorithm is not known here
   */
  public boolean verifies(SignedMessage message, String wanted) throws SshFormatException {
    return namespace.equals(wanted)
        && key.verifies(envelope(namespace, hash, message.hash(hash)), algorithm, value.toArray());
  }

  /** The bytes that a key signs. */
  static byte[] envelope(String namespace, HashAlgorithm hash, byte[] hashed) {
    return new SshWriter()
        .raw(MAGIC)
        .string(namespace)
        .string("")
        .string(hash.sshName())
        .string(hashed)
        .bytes();
  }
}
