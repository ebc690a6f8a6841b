package io.torrentinno.protocol.signature;

import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.signature.SshFormatException.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;

/** A private key from a file that {@code ssh-keygen} has written (OpenSSH's PROTOCOL.key). */
public final class SshPrivateKey {
  private static final Armor ARMOR = new Armor("OPENSSH PRIVATE KEY");
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

  /** The largest file: RSA keys of 16,384 bits have about half. */
  public static final int MAX_LENGTH = 32 << 10;

  private final KeyType type;
  private final SshPublicKey publicKey;
  private final PrivateKey key;

  private SshPrivateKey(KeyType type, SshPublicKey publicKey, PrivateKey key) {
    this.type = type;
    this.publicKey = publicKey;
    this.key = key;
  }

  /**
   * Reads a key.
   *
   * @throws SshFormatException {@link Reason#ENCRYPTED} when it needs a passphrase
   */
  public static SshPrivateKey parse(String text) throws SshFormatException {
    if (text.length() > MAX_LENGTH) {
      throw SshFormatException.malformed("no private key is longer than " + MAX_LENGTH + " bytes");
    }
    SshReader reader = new SshReader(ARMOR.decode(text));
    if (!Arrays.equals(reader.take(MAGIC.length), MAGIC)) {
      throw SshFormatException.unsupported("a private key of another version");
    }
    String cipher = reader.text();
    reader.string(); // How a passphrase becomes a key: its name, and its options.
    reader.string();
    if (!cipher.equals("none")) {
      throw new SshFormatException(Reason.ENCRYPTED, "the key is encrypted");
    }
    if (reader.uint32() != 1) {
      throw SshFormatException.unsupported("several keys in one file");
    }
    SshPublicKey publicKey = new SshPublicKey(Bytes.copyOf(reader.string()));
    SshReader secret = new SshReader(reader.string());
    reader.end();
    int checkNumber = secret.uint32();
    if (secret.uint32() != checkNumber) {
      throw SshFormatException.malformed("its check numbers differ");
    }
    KeyType type = KeyType.of(secret.text());
    PrivateKey key = read(type, secret);
    secret.string(); // a comment
    requirePadding(secret.rest());
    return new SshPrivateKey(type, publicKey, key).checked();
  }

  public SshPublicKey publicKey() {
    return publicKey;
  }

  /** Signs a message for a namespace. */
  public SshSignature sign(SignedMessage message, String namespace) {
    HashAlgorithm hash = HashAlgorithm.SHA512;
    byte[] signed = SshSignature.envelope(namespace, hash, message.hash(hash));
    try {
      Signature signature = type.signature(type.algorithm());
      signature.initSign(key);
      signature.update(signed);
      return new SshSignature(
          publicKey, namespace, hash, type.algorithm(), Bytes.copyOf(type.toSsh(signature.sign())));
    } catch (GeneralSecurityException | SshFormatException e) {
      throw new IllegalStateException("a key that was read does not sign", e);
    }
  }

  /** The file has the public key twice, and nothing else proves that it is the right one. */
  private SshPrivateKey checked() throws SshFormatException {
    SignedMessage test = SignedMessage.of(new byte[0]);
    if (!sign(test, "test").verifies(test, "test")) {
      throw SshFormatException.malformed("its public key is another one's");
    }
    return this;
  }

  private static PrivateKey read(KeyType type, SshReader secret) throws SshFormatException {
    try {
      return switch (type) {
        case ED25519 -> ed25519(secret);
        case RSA -> rsa(secret);
        case ECDSA_256, ECDSA_384, ECDSA_521 -> ecdsa(type, secret);
      };
    } catch (GeneralSecurityException e) {
      throw SshFormatException.malformed("not a key of the type " + type.sshName());
    }
  }

  /** The seed, and then the public key again. */
  private static PrivateKey ed25519(SshReader secret)
      throws SshFormatException, GeneralSecurityException {
    secret.string();
    byte[] both = secret.string();
    if (both.length != 64) {
      throw SshFormatException.malformed("an Ed25519 key of " + both.length + " bytes");
    }
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(
            new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(both, 32)));
  }

  private static PrivateKey ecdsa(KeyType type, SshReader secret)
      throws SshFormatException, GeneralSecurityException {
    secret.string(); // the curve
    secret.string(); // the public point
    return KeyFactory.getInstance("EC")
        .generatePrivate(new ECPrivateKeySpec(secret.mpint(), SshPublicKey.curve(type)));
  }

  private static PrivateKey rsa(SshReader secret)
      throws SshFormatException, GeneralSecurityException {
    BigInteger modulus = secret.mpint();
    BigInteger publicExponent = secret.mpint();
    BigInteger exponent = secret.mpint();
    BigInteger coefficient = secret.mpint();
    BigInteger p = secret.mpint();
    BigInteger q = secret.mpint();
    if (p.bitLength() < 2 || q.bitLength() < 2) {
      throw SshFormatException.malformed("not primes");
    }
    return KeyFactory.getInstance("RSA")
        .generatePrivate(
            new RSAPrivateCrtKeySpec(
                modulus,
                publicExponent,
                exponent,
                p,
                q,
                exponent.mod(p.subtract(BigInteger.ONE)),
                exponent.mod(q.subtract(BigInteger.ONE)),
                coefficient));
  }

  /** 1, 2, 3 and so on. */
  private static void requirePadding(byte[] padding) throws SshFormatException {
    for (int i = 0; i < padding.length; i++) {
      if (padding[i] != (byte) (i + 1)) {
        throw SshFormatException.malformed("its padding is wrong");
      }
    }
  }
}
