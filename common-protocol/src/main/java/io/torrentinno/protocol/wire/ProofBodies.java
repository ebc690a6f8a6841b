package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.Sha256;
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import io.torrentinno.protocol.wire.ProofMessage.Signatures;
import io.torrentinno.protocol.wire.WireException.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a HashRequest and a HashReject, root (32), layer (1), index (4) and length (4); of
 * Hashes, the same and its hashes; of Signatures, for each its length (2) and its bytes. Lengths
 * count the type.
 */
final class ProofBodies {
  static final int RANGE_LENGTH = FrameType.BARE_BODY + FileRoot.LENGTH + 1 + 2 * Integer.BYTES;
  static final int MAX_HASHES_LENGTH = RANGE_LENGTH + Hashes.MAX_HASHES * Sha256.LENGTH;
  static final int MAX_SIGNATURES_LENGTH =
      FrameType.BARE_BODY + Signatures.MAX_SIGNATURES * (Short.BYTES + Signatures.MAX_LENGTH);

  private ProofBodies() {}

  static int length(Hashes hashes) {
    return RANGE_LENGTH + hashes.hashes().length();
  }

  static int length(Signatures signatures) {
    int length = FrameType.BARE_BODY;
    for (Bytes signature : signatures.signatures()) {
      length += Short.BYTES + signature.length();
    }
    return length;
  }

  static void encode(HashRange range, ByteBuf out) {
    out.writeBytes(range.root().value().toBytes());
    out.writeByte(range.layer()).writeInt(range.index()).writeInt(range.length());
  }

  static void encode(Hashes hashes, ByteBuf out) {
    encode(hashes.range(), out);
    out.writeBytes(hashes.hashes().toArray());
  }

  static void encode(Signatures signatures, ByteBuf out) {
    for (Bytes signature : signatures.signatures()) {
      out.writeShort(signature.length()).writeBytes(signature.toArray());
    }
  }

  /** Checks that a body of this length has whole hashes, and at least one. */
  static boolean hasWholeHashes(int length) {
    return length > RANGE_LENGTH && (length - RANGE_LENGTH) % Sha256.LENGTH == 0;
  }

  static HashRange decodeRange(ByteBuf in) throws WireException {
    byte[] root = new byte[FileRoot.LENGTH];
    in.readBytes(root);
    int layer = in.readUnsignedByte();
    int index = in.readInt();
    int length = in.readInt();
    try {
      return new HashRange(FileRoot.of(root, 0), layer, index, length);
    } catch (IllegalArgumentException e) {
      throw new WireException(Reason.BAD_RANGE, String.valueOf(e.getMessage()));
    }
  }

  /** Reads Hashes of {@code length} bytes, its type included. The length was checked. */
  static Hashes decodeHashes(ByteBuf in, int length) throws WireException {
    HashRange range = decodeRange(in);
    return new Hashes(range, bytes(in, length - RANGE_LENGTH));
  }

  /** Reads {@code length} bytes. */
  static Signatures decodeSignatures(ByteBuf in, int length) throws WireException {
    int end = in.readerIndex() + length;
    List<Bytes> signatures = new ArrayList<>();
    while (in.readerIndex() < end) {
      int next = end - in.readerIndex() < Short.BYTES ? 0 : in.readUnsignedShort();
      if (next < 1 || next > Signatures.MAX_LENGTH || next > end - in.readerIndex()) {
        throw new WireException(Reason.BAD_LENGTH, "a signature of " + next + " bytes");
      }
      if (signatures.size() == Signatures.MAX_SIGNATURES) {
        throw new WireException(
            Reason.BAD_LENGTH, "more than " + Signatures.MAX_SIGNATURES + " signatures");
      }
      signatures.add(bytes(in, next));
    }
    return new Signatures(signatures);
  }

  private static Bytes bytes(ByteBuf in, int length) {
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return Bytes.copyOf(bytes);
  }
}
