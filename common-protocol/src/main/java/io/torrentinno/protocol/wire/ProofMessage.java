package io.torrentinno.protocol.wire;

import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.Sha256;
import java.util.List;

/**
 * Messages that prove something beyond the manifest: hashes of pieces, feature {@code HASHES}, and
 * signatures, feature {@code SIGNATURES}.
 */
public sealed interface ProofMessage extends PeerMessage {
  /** Asks for hashes; answered by {@link Hashes} or {@link HashReject} with the same range. */
  record HashRequest(HashRange range) implements ProofMessage {}

  /**
   * The hashes of a range that cover bytes of the file, then their proof.
   *
   * @param hashes 32 bytes each, one after the other; 1 to {@link #MAX_HASHES} of them
   */
  record Hashes(HashRange range, Bytes hashes) implements ProofMessage {
    /** The most hashes in one message, the proof included. */
    public static final int MAX_HASHES = HashRange.MAX_LENGTH + HashRange.MAX_LAYER;

    public Hashes {
      int length = hashes.length();
      if (length < 1 || length > MAX_HASHES * Sha256.LENGTH || length % Sha256.LENGTH != 0) {
        throw new IllegalArgumentException("hashes of " + length + " bytes");
      }
    }
  }

  /** A {@link HashRequest} will not be answered by hashes. */
  record HashReject(HashRange range) implements ProofMessage {}

  /** Asks for the signatures of the resource; answered by {@link Signatures}. */
  record SignatureRequest() implements ProofMessage {}

  /** The signatures that the sender knows: 0 to {@link #MAX_SIGNATURES}. */
  record Signatures(List<Bytes> signatures) implements ProofMessage {
    /** The most signatures in one message. */
    public static final int MAX_SIGNATURES = 16;

    /** The longest signature, in bytes. */
    public static final int MAX_LENGTH = 8192;

    public Signatures {
      signatures = List.copyOf(signatures);
      if (signatures.size() > MAX_SIGNATURES) {
        throw new IllegalArgumentException(
            "the message has too many signatures: " + signatures.size());
      }
      for (Bytes signature : signatures) {
        if (signature.length() < 1 || signature.length() > MAX_LENGTH) {
          throw new IllegalArgumentException("a signature of " + signature.length() + " bytes");
        }
      }
    }
  }
}
