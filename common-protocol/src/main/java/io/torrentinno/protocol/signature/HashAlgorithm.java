package io.torrentinno.protocol.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The hash of a message that is signed. */
public enum HashAlgorithm {
  SHA256("sha256", "SHA-256"),
  SHA512("sha512", "SHA-512");

  private final String sshName;
  private final String javaName;

  HashAlgorithm(String sshName, String javaName) {
    this.sshName = sshName;
    this.javaName = javaName;
  }

  String sshName() {
    return sshName;
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  static HashAlgorithm of(String sshName) throws SshFormatException {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.sshName.equals(sshName))
        .findFirst()
        .orElseThrow(() -> SshFormatException.unsupported("hashed by " + sshName));
  }
}
