package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;

/** Writes messages as whole frames, with their lengths. */
public final class MessageEncoder {
  /** Bytes of a Piece frame before its payload. */
  public static final int PIECE_HEADER_LENGTH = FrameType.PREFIX + FrameType.RANGE_BODY;

  private MessageEncoder() {}

  /** The number of bytes that {@link #encode} writes. */
  public static int encodedLength(PeerMessage message) {
    return FrameType.PREFIX + bodyLength(message);
  }

  /** Writes one frame to {@code out}, which may grow and which the caller still owns. */
  public static void encode(PeerMessage message, ByteBuf out) {
    out.writeInt(bodyLength(message));
    switch (message) {
      case PeerMessage.Request(BlockRange range) -> range(FrameType.REQUEST, range, out);
      case PeerMessage.Cancel(BlockRange range) -> range(FrameType.CANCEL, range, out);
      case PeerMessage.Reject(BlockRange range) -> range(FrameType.REJECT, range, out);
      case PeerMessage.Have.Piece(int piece) -> type(FrameType.HAVE, out).writeInt(piece);
      case PeerMessage.Have.Bits(Bitfield pieces) ->
          type(FrameType.BITFIELD, out).writeBytes(pieces.toBytes());
      case PeerMessage.Have.All() -> type(FrameType.HAVE_ALL, out);
      case PeerMessage.Have.None() -> type(FrameType.HAVE_NONE, out);
      case PeerMessage.Choke() -> type(FrameType.CHOKE, out);
      case PeerMessage.Unchoke() -> type(FrameType.UNCHOKE, out);
      case PeerMessage.Interested() -> type(FrameType.INTERESTED, out);
      case PeerMessage.NotInterested() -> type(FrameType.NOT_INTERESTED, out);
      case PeerMessage.Hello hello -> HelloBody.encode(hello, type(FrameType.HELLO, out));
      case PeerMessage.ManifestRequest request ->
          ManifestBodies.encode(request, type(FrameType.MANIFEST_REQUEST, out));
      case PeerMessage.ManifestPart part ->
          ManifestBodies.encode(part, type(FrameType.MANIFEST_PART, out));
      case PeerMessage.PeerExchange exchange ->
          PeerExchangeBody.encode(exchange, type(FrameType.PEER_EXCHANGE, out));
      case ProofMessage proof -> encode(proof, out);
      case HintMessage.HintsRequest request ->
          HintBodies.encode(request, type(FrameType.HINTS_REQUEST, out));
      case HintMessage.HintsPart part -> HintBodies.encode(part, type(FrameType.HINTS_PART, out));
      case PeerMessage.KeepAlive() -> {}
    }
  }

  /**
   * Writes the {@value #PIECE_HEADER_LENGTH} bytes of a Piece frame before its payload. The caller
   * then sends exactly {@code range.length()} bytes.
   */
  public static void encodePieceHeader(BlockRange range, ByteBuf out) {
    out.writeInt(FrameType.RANGE_BODY + range.length());
    range(FrameType.PIECE, range, out);
  }

  private static int bodyLength(PeerMessage message) {
    return switch (message) {
      case PeerMessage.KeepAlive() -> 0;
      case PeerMessage.Request _, PeerMessage.Cancel _, PeerMessage.Reject _ ->
          FrameType.RANGE_BODY;
      case PeerMessage.Have.Piece _ -> FrameType.HAVE_BODY;
      case PeerMessage.Have.Bits(Bitfield pieces) ->
          FrameType.BARE_BODY + Bitfield.byteLength(pieces.size());
      case PeerMessage.Have.All _, PeerMessage.Have.None _ -> FrameType.BARE_BODY;
      case PeerMessage.Choke _, PeerMessage.Unchoke _ -> FrameType.BARE_BODY;
      case PeerMessage.Interested _, PeerMessage.NotInterested _ -> FrameType.BARE_BODY;
      case PeerMessage.Hello hello -> HelloBody.length(hello);
      case PeerMessage.ManifestRequest _ -> ManifestBodies.REQUEST_LENGTH;
      case PeerMessage.ManifestPart part -> ManifestBodies.length(part);
      case PeerMessage.PeerExchange exchange -> PeerExchangeBody.length(exchange);
      case ProofMessage.HashRequest _, ProofMessage.HashReject _ -> ProofBodies.RANGE_LENGTH;
      case ProofMessage.Hashes hashes -> ProofBodies.length(hashes);
      case ProofMessage.SignatureRequest _ -> FrameType.BARE_BODY;
      case ProofMessage.Signatures signatures -> ProofBodies.length(signatures);
      case HintMessage.HintsRequest _ -> HintBodies.REQUEST_LENGTH;
      case HintMessage.HintsPart part -> HintBodies.length(part);
    };
  }

  private static void encode(ProofMessage message, ByteBuf out) {
    switch (message) {
      case ProofMessage.HashRequest(var range) ->
          ProofBodies.encode(range, type(FrameType.HASH_REQUEST, out));
      case ProofMessage.HashReject(var range) ->
          ProofBodies.encode(range, type(FrameType.HASH_REJECT, out));
      case ProofMessage.Hashes hashes -> ProofBodies.encode(hashes, type(FrameType.HASHES, out));
      case ProofMessage.SignatureRequest() -> type(FrameType.SIGNATURE_REQUEST, out);
      case ProofMessage.Signatures signatures ->
          ProofBodies.encode(signatures, type(FrameType.SIGNATURES, out));
    }
  }

  private static void range(FrameType type, BlockRange range, ByteBuf out) {
    type(type, out).writeInt(range.piece()).writeInt(range.begin()).writeInt(range.length());
  }

  private static ByteBuf type(FrameType type, ByteBuf out) {
    return out.writeByte(type.code());
  }
}
