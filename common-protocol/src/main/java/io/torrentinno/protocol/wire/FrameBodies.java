package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.WireException.Reason;

/** Reads the body of one frame as a message, and refuses messages that do not fit the resource. */
final class FrameBodies {
  private final PieceLayout layout;
  private final FrameLimits limits;

  FrameBodies(PieceLayout layout, FrameLimits limits) {
    this.layout = layout;
    this.limits = limits;
  }

  /** Checks the length of a body, type included, as far as the type decides it. */
  void checkLength(FrameType type, int length) throws WireException {
    switch (type) {
      case REQUEST, CANCEL, REJECT -> checkLength(type, length, FrameType.RANGE_BODY);
      case PIECE -> checkPieceLength(length);
      case BITFIELD ->
          checkLength(type, length, FrameType.BARE_BODY + Bitfield.byteLength(layout.count()));
      case HAVE -> checkLength(type, length, FrameType.HAVE_BODY);
      case CHOKE, UNCHOKE, INTERESTED, NOT_INTERESTED, HAVE_ALL, HAVE_NONE ->
          checkLength(type, length, FrameType.BARE_BODY);
      case HELLO -> checkLength(type, length, HelloBody.MIN_LENGTH, HelloBody.MAX_LENGTH);
      case MANIFEST_REQUEST -> checkLength(type, length, ManifestBodies.REQUEST_LENGTH);
      case MANIFEST_PART ->
          checkLength(type, length, ManifestBodies.MIN_PART_LENGTH, ManifestBodies.MAX_PART_LENGTH);
      case PEER_EXCHANGE ->
          checkLength(type, length, FrameType.BARE_BODY, PeerExchangeBody.MAX_LENGTH);
      case HASH_REQUEST, HASH_REJECT -> checkLength(type, length, ProofBodies.RANGE_LENGTH);
      case HASHES -> checkHashesLength(length);
      case SIGNATURE_REQUEST -> checkLength(type, length, FrameType.BARE_BODY);
      case SIGNATURES ->
          checkLength(type, length, FrameType.BARE_BODY, ProofBodies.MAX_SIGNATURES_LENGTH);
      case HINTS_REQUEST -> checkLength(type, length, HintBodies.REQUEST_LENGTH);
      case HINTS_PART ->
          checkLength(type, length, HintBodies.MIN_PART_LENGTH, HintBodies.MAX_PART_LENGTH);
    }
  }

  /** Reads the message after the type. {@code length}, type included, was checked. */
  PeerMessage read(FrameType type, int length, ByteBuf in) throws WireException {
    return switch (type) {
      case REQUEST -> new PeerMessage.Request(readRange(in));
      case CANCEL -> new PeerMessage.Cancel(readRange(in));
      case REJECT -> new PeerMessage.Reject(readRange(in));
      case BITFIELD -> new PeerMessage.Have.Bits(readBitfield(in));
      case HAVE -> new PeerMessage.Have.Piece(checkPiece(in.readInt()));
      case HAVE_ALL -> new PeerMessage.Have.All();
      case HAVE_NONE -> new PeerMessage.Have.None();
      case CHOKE -> new PeerMessage.Choke();
      case UNCHOKE -> new PeerMessage.Unchoke();
      case INTERESTED -> new PeerMessage.Interested();
      case NOT_INTERESTED -> new PeerMessage.NotInterested();
      case HELLO -> HelloBody.decode(in, length - FrameType.BARE_BODY);
      case MANIFEST_REQUEST -> ManifestBodies.decodeRequest(in);
      case MANIFEST_PART -> ManifestBodies.decodePart(in, length);
      case PEER_EXCHANGE -> PeerExchangeBody.decode(in, length - FrameType.BARE_BODY);
      case HASH_REQUEST -> new ProofMessage.HashRequest(ProofBodies.decodeRange(in));
      case HASHES -> ProofBodies.decodeHashes(in, length);
      case HASH_REJECT -> new ProofMessage.HashReject(ProofBodies.decodeRange(in));
      case SIGNATURE_REQUEST -> new ProofMessage.SignatureRequest();
      case SIGNATURES -> ProofBodies.decodeSignatures(in, length - FrameType.BARE_BODY);
      case HINTS_REQUEST -> HintBodies.decodeRequest(in);
      case HINTS_PART -> HintBodies.decodePart(in, length);
      case PIECE ->
          throw new IllegalArgumentException("a Piece is read in parts, not as one message");
    };
  }

  BlockRange readRange(ByteBuf in) throws WireException {
    int piece = checkPiece(in.readInt());
    int begin = in.readInt();
    int length = in.readInt();
    if (begin < 0 || length < 1 || begin > layout.size(piece) - length) {
      throw new WireException(
          Reason.BAD_RANGE,
          "piece " + piece + " has no range " + show(begin) + " + " + show(length));
    }
    return new BlockRange(piece, begin, length);
  }

  private int checkPiece(int piece) throws WireException {
    if (piece < 0 || piece >= layout.count()) {
      throw new WireException(
          Reason.BAD_PIECE, "no piece " + show(piece) + " of " + layout.count());
    }
    return piece;
  }

  private Bitfield readBitfield(ByteBuf in) throws WireException {
    byte[] bytes = new byte[Bitfield.byteLength(layout.count())];
    in.readBytes(bytes);
    int spare = 8 * bytes.length - layout.count();
    if ((bytes[bytes.length - 1] & (1 << spare) - 1) != 0) {
      throw new WireException(Reason.BAD_BITFIELD, "a spare bit of the bitfield is set");
    }
    return Bitfield.parse(bytes, layout.count());
  }

  private void checkPieceLength(int length) throws WireException {
    if (length <= FrameType.RANGE_BODY) {
      throw badLength(FrameType.PIECE, length);
    }
    if (length - FrameType.RANGE_BODY > limits.maxBlockLength()) {
      throw oversized(FrameType.PIECE, length);
    }
  }

  private static void checkHashesLength(int length) throws WireException {
    if (length > ProofBodies.MAX_HASHES_LENGTH) {
      throw oversized(FrameType.HASHES, length);
    }
    if (!ProofBodies.hasWholeHashes(length)) {
      throw badLength(FrameType.HASHES, length);
    }
  }

  private static void checkLength(FrameType type, int length, int least, int most)
      throws WireException {
    if (length < least) {
      throw badLength(type, length);
    }
    if (length > most) {
      throw oversized(type, length);
    }
  }

  private static void checkLength(FrameType type, int length, int expected) throws WireException {
    if (length != expected) {
      throw badLength(type, length);
    }
  }

  private static WireException badLength(FrameType type, int length) {
    return new WireException(Reason.BAD_LENGTH, "a " + type + " of " + length + " bytes");
  }

  private static WireException oversized(FrameType type, int length) {
    return new WireException(Reason.OVERSIZED_FRAME, "a " + type + " of " + length + " bytes");
  }

  private static String show(int unsigned) {
    return Integer.toUnsignedString(unsigned);
  }
}
