package io.torrentinno.protocol.signature;

import io.torrentinno.protocol.model.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * A public key as SSH writes it. Two keys are equal when their bytes are.
 *
 * @param blob the type, and the fields of this type
 */
public record SshPublicKey(Bytes blob) {
  /** OpenSSH's limits of RSA keys. */
  private static final int LEAST_RSA_BITS = 2048;

  private static final int MOST_RSA_BITS = 16_384;

  /** {@code ssh-ed25519} and the like; empty when it is none. */
  public String type() {
    try {
      return new SshReader(blob.toArray()).text();
    } catch (SshFormatException _) {
      return "";
    }
  }

  /** As {@code ssh-keygen -l} prints it. */
  public String fingerprint() {
    byte[] hash = HashAlgorithm.SHA256.digest().digest(blob.toArray());
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
  }

  /**
   * Whether this key has made a signature.
   *
   * @param algorithm as the signature names it
   * @param signature in SSH's form, without the name
   * @throws SshFormatException when the key or the algorithm can't be read, or is not known here
   */
  boolean verifies(byte[] message, String algorithm, byte[] signature) throws SshFormatException {
    SshReader reader = new SshReader(blob.toArray());
    KeyType type = KeyType.of(reader.text());
    try {
      PublicKey key = read(type, reader);
      Signature check = type.signature(algorithm);
      check.initVerify(key);
      check.update(message);
      return check.verify(type.toJava(signature));
    } catch (GeneralSecurityException e) {
      return false; // A signature of the wrong length, or a point that is not on the curve.
    }
  }

  private static PublicKey read(KeyType type, SshReader reader)
      throws SshFormatException, GeneralSecurityException {
    PublicKey key =
        switch (type) {
          case ED25519 -> ed25519(reader.string());
          case RSA -> rsa(reader.mpint(), reader.mpint());
          case ECDSA_256, ECDSA_384, ECDSA_521 -> ecdsa(type, reader.text(), reader.string());
        };
    reader.end();
    return key;
  }

  /** RFC 8032, section 5.1.2: y, the lowest byte first; the highest bit is the lowest of x. */
  private static PublicKey ed25519(byte[] point)
      throws SshFormatException, GeneralSecurityException {
    if (point.length != 32) {
      throw SshFormatException.malformed("an Ed25519 key of " + point.length + " bytes");
    }
    byte[] y = new byte[point.length];
    for (int i = 0; i < point.length; i++) {
      y[i] = point[point.length - 1 - i];
    }
    boolean odd = y[0] < 0;
    y[0] &= 0x7F;
    EdECPoint read = new EdECPoint(odd, new BigInteger(1, y));
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, read));
  }

  private static PublicKey rsa(BigInteger exponent, BigInteger modulus)
      throws SshFormatException, GeneralSecurityException {
    int bits = modulus.bitLength();
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS || exponent.bitLength() > 64) {
      throw SshFormatException.unsupported("an RSA key of " + bits + " bits");
    }
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static PublicKey ecdsa(KeyType type, String curve, byte[] point)
      throws SshFormatException, GeneralSecurityException {
    int length = type.coordinate();
    if (!curve.equals(type.curve()) || point.length != 1 + 2 * length || point[0] != 4) {
      throw SshFormatException.malformed("not a point of the curve of " + type.sshName());
    }
    ECPoint read =
        new ECPoint(
            new BigInteger(1, point, 1, length), new BigInteger(1, point, 1 + length, length));
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(read, curve(type)));
  }

  static ECParameterSpec curve(KeyType type) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(type.javaName()));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }
}
