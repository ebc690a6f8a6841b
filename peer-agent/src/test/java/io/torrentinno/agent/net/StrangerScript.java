package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.agent.engine.Layers;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import io.torrentinno.protocol.wire.MessageEncoder;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import io.torrentinno.protocol.wire.ProofMessage;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * What a stranger sends on a connection, legal and illegal, chosen by some bytes: each of them
 * decides one thing, and where they end, so does the stranger.
 */
final class StrangerScript {
  static final InfoHash RESOURCE = InfoHash.parse("aa".repeat(32));

  /** One with a manifest of version 2, in files of three pieces each. */
  static final InfoHash RESOURCE_2 = InfoHash.parse("cc".repeat(32));

  static final Layers LAYERS = new Layers(3, 3);
  static final int PIECES = 6;
  static final int BLOCK = PeerMessage.Hello.MIN_BLOCK_LENGTH;
  static final int PIECE = 2 * BLOCK;

  private static final PeerId TI2 = PeerId.parse("2d5449303230302d" + "01".repeat(24));
  private static final PeerId TI1 = PeerId.parse("01".repeat(32));
  private static final int MOST_BYTES = 1 << 20;

  private final byte[] choices;
  private final ByteBuf out = Unpooled.buffer();
  private int at;

  private StrangerScript(byte[] choices) {
    this.choices = choices;
  }

  /** The bytes that the stranger sends. */
  static byte[] of(byte[] choices) {
    StrangerScript script = new StrangerScript(choices);
    script.shakeHands();
    while (script.at < choices.length && script.out.readableBytes() < MOST_BYTES) {
      script.act();
    }
    byte[] bytes = new byte[script.out.readableBytes()];
    script.out.readBytes(bytes).release();
    return bytes;
  }

  private int choose(int bound) {
    return at < choices.length ? (choices[at++] & 0xFF) % bound : 0;
  }

  private void shakeHands() {
    switch (choose(8)) {
      case 0 -> garbage();
      case 1 -> new Handshake(TI2, InfoHash.parse("bb".repeat(32))).encode(out);
      case 2, 3 -> new Handshake(TI1, RESOURCE).encode(out);
      case 4 -> new Handshake(choose(4) == 0 ? TI1 : TI2, RESOURCE_2).encode(out);
      case 5, 6 -> new Handshake(TI2, RESOURCE_2).encode(out);
      default -> new Handshake(TI2, RESOURCE).encode(out);
    }
  }

  private void act() {
    switch (choose(30)) {
      case 0, 1 -> say(hello());
      case 2 -> say(new Have.Piece(piece()));
      case 3 -> say(bits());
      case 4 -> say(new Have.All());
      case 5 -> say(new Have.None());
      case 6 -> say(new PeerMessage.Interested());
      case 7 -> say(new PeerMessage.NotInterested());
      case 8, 9 -> say(new PeerMessage.Request(range()));
      case 10 -> say(new PeerMessage.Cancel(range()));
      case 11 -> say(new PeerMessage.Reject(range()));
      case 12 -> say(new PeerMessage.Choke());
      case 13 -> say(new PeerMessage.Unchoke());
      case 14 -> say(new PeerMessage.KeepAlive());
      case 15 -> say(new PeerMessage.ManifestRequest(piece() * 1000, 1 + choose(200)));
      case 16 -> say(exchange());
      case 17, 18, 19 -> block(range());
      case 20 -> frame(choose(256), choose(40));
      case 21 -> garbage();
      case 22 -> out.writeInt(choose(2) == 0 ? -1 : 0x7FFFFFFF).writeByte(choose(24));
      case 23, 24 -> say(new ProofMessage.HashRequest(hashes()));
      case 25, 26 -> say(new ProofMessage.Hashes(LAYERS.range(1), proof()));
      case 27 -> say(new ProofMessage.HashReject(hashes()));
      case 28 -> say(new ProofMessage.SignatureRequest());
      default -> out.writerIndex(Math.max(0, out.writerIndex() - choose(20))); // a frame cut short
    }
  }

  private void say(PeerMessage message) {
    MessageEncoder.encode(message, out);
  }

  private void block(BlockRange range) {
    MessageEncoder.encodePieceHeader(range, out);
    out.writeZero(range.length());
  }

  private void frame(int type, int length) {
    out.writeInt(1 + length).writeByte(type).writeZero(length);
  }

  private void garbage() {
    for (int left = choose(80); left > 0; left--) {
      out.writeByte(choose(256));
    }
  }

  private PeerMessage.Hello hello() {
    return new PeerMessage.Hello(choose(16), BLOCK << choose(3), 1 + choose(64), choose(2), "x");
  }

  private Have bits() {
    Bitfield bits = new Bitfield(PIECES);
    int set = choose(1 << PIECES);
    for (int piece = 0; piece < PIECES; piece++) {
      if (((set >> piece) & 1) == 1) {
        bits.set(piece);
      }
    }
    return new Have.Bits(bits);
  }

  private PeerMessage exchange() {
    InetAddress address = InetAddress.ofLiteral("192.0.2." + choose(256));
    PeerId id = PeerId.parse("2d5449303230302d" + "f%x".formatted(choose(16)).repeat(24));
    return new PeerMessage.PeerExchange(
        List.of(
            new PeerMessage.PeerExchange.Peer(
                id, new PeerAddress(address, 1 + choose(200)), choose(2) == 0)));
  }

  private int piece() {
    return choose(PIECES);
  }

  /** Of either file, or of none. */
  private HashRange hashes() {
    HashRange usual = LAYERS.range(choose(2));
    int length = 1 << choose(4);
    return choose(3) > 0
        ? usual
        : new HashRange(usual.root(), choose(8), choose(3) * length, length);
  }

  /** That of the second file, or something else. */
  private Bytes proof() {
    return choose(3) > 0
        ? Objects.requireNonNull(LAYERS.all().prove(LAYERS.range(1)))
        : Bytes.copyOf(new byte[32 * (1 + choose(8))]);
  }

  private BlockRange range() {
    int length = List.of(BLOCK, BLOCK, BLOCK, PIECE, 1).get(choose(5));
    int begin = length == PIECE ? 0 : choose(2) * BLOCK;
    return new BlockRange(piece(), begin, length);
  }
}
