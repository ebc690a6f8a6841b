package io.torrentinno.protocol.signature;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;

/**
 * The kinds of keys that sign here: their names in SSH and in Java (RFC 8709, RFC 5656, RFC 8332).
 */
enum KeyType {
  ED25519("ssh-ed25519", "Ed25519", 0),
  ECDSA_256("ecdsa-sha2-nistp256", "secp256r1", 32),
  ECDSA_384("ecdsa-sha2-nistp384", "secp384r1", 48),
  ECDSA_521("ecdsa-sha2-nistp521", "secp521r1", 66),
  /** Signatures with SHA-1, which are called as the key, are refused. */
  RSA("ssh-rsa", "RSA", 0);

  private final String sshName;
  private final String javaName;
  private final int coordinate;

  KeyType(String sshName, String javaName, int coordinate) {
    this.sshName = sshName;
    this.javaName = javaName;
    this.coordinate = coordinate;
  }

  static KeyType of(String sshName) throws SshFormatException {
    return Arrays.stream(values())
        .filter(type -> type.sshName.equals(sshName))
        .findFirst()
        .orElseThrow(() -> SshFormatException.unsupported("a key of the type " + sshName));
  }

  String sshName() {
    return sshName;
  }

  /** Of the curve, or of the kind of key. */
  String javaName() {
    return javaName;
  }

  /** {@code nistp256} and the like. */
  String curve() {
    return sshName.substring(sshName.lastIndexOf('-') + 1);
  }

  boolean isEcdsa() {
    return coordinate > 0;
  }

  /** Bytes of a coordinate of a point of the curve. */
  int coordinate() {
    return coordinate;
  }

  /** The name of the signatures that it makes. */
  String algorithm() {
    return algorithms().getFirst();
  }

  private List<String> algorithms() {
    return this == RSA ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(sshName);
  }

  /**
   * The JDK's signature of this kind.
   *
   * @param algorithm as a signature names it
   */
  Signature signature(String algorithm) throws SshFormatException, GeneralSecurityException {
    if (!algorithms().contains(algorithm)) {
      throw SshFormatException.unsupported("a signature of the type " + algorithm);
    }
    return Signature.getInstance(
        switch (this) {
          case ED25519 -> "Ed25519";
          case ECDSA_256 -> "SHA256withECDSAinP1363Format";
          case ECDSA_384 -> "SHA384withECDSAinP1363Format";
          case ECDSA_521 -> "SHA512withECDSAinP1363Format";
          case RSA -> algorithm.equals("rsa-sha2-512") ? "SHA512withRSA" : "SHA256withRSA";
        });
  }

  /** A signature as Java takes it, from SSH's form. */
  byte[] toJava(byte[] ssh) throws SshFormatException {
    if (!isEcdsa()) {
      return ssh;
    }
    SshReader numbers = new SshReader(ssh);
    byte[] both = new byte[2 * coordinate];
    put(numbers.mpint(), both, coordinate);
    put(numbers.mpint(), both, 2 * coordinate);
    numbers.end();
    return both;
  }

  /** The other way round. */
  byte[] toSsh(byte[] java) {
    return isEcdsa()
        ? new SshWriter()
            .mpint(new BigInteger(1, java, 0, coordinate))
            .mpint(new BigInteger(1, java, coordinate, coordinate))
            .bytes()
        : java;
  }

  private void put(BigInteger number, byte[] target, int end) throws SshFormatException {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    if (bytes.length - from > coordinate) {
      throw SshFormatException.malformed("a number of the signature is too large");
    }
    System.arraycopy(bytes, from, target, end - (bytes.length - from), bytes.length - from);
  }
}
