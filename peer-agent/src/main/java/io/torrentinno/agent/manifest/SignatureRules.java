package io.torrentinno.agent.manifest;

import io.torrentinno.protocol.signature.SshSignature;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The limits of an envelope's signatures ({@code specs/manifest-v2.md}), for version 1 as well. */
final class SignatureRules {
  private SignatureRules() {}

  static List<String> checked(List<String> signatures) {
    if (signatures.size() > ResourceManifest.MOST_SIGNATURES) {
      throw new IllegalArgumentException(
          "a manifest has at most " + ResourceManifest.MOST_SIGNATURES + " signatures");
    }
    for (String signature : signatures) {
      int length = signature.getBytes(StandardCharsets.UTF_8).length;
      if (length == 0 || length > SshSignature.MAX_LENGTH) {
        throw new IllegalArgumentException("a signature of " + length + " bytes");
      }
    }
    return List.copyOf(signatures);
  }
}
