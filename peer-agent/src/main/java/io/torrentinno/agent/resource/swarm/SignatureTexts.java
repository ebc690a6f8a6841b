package io.torrentinno.agent.resource.swarm;

import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.wire.ProofMessage.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Signatures as manifests have them, and as the wire has them: the same bytes. */
final class SignatureTexts {
  private SignatureTexts() {}

  static Signatures message(List<String> texts) {
    return new Signatures(
        texts.stream().map(text -> Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8))).toList());
  }

  static List<String> of(List<Bytes> signatures) {
    return signatures.stream()
        .map(signature -> new String(signature.toArray(), StandardCharsets.UTF_8))
        .toList();
  }
}
