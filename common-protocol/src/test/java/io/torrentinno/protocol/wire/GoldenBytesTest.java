package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GoldenBytesTest {
  private static final BlockRange RANGE = new BlockRange(10, 2, 8);
  private static final PeerMessage.Hello HELLO =
      new PeerMessage.Hello(0x8000_0000_0000_0001L, 262144, 256, 6881, "TorrentInno 1.0 ü");

  private static final PeerMessage.PeerExchange.Peer SEEDER =
      new PeerMessage.PeerExchange.Peer(
          PeerId.parse("2d5449303230302d000102030405060708090a0b0c0d0e0f1011121314151617"),
          PeerAddress.of("192.0.2.1", 6881),
          true);
  private static final PeerMessage.PeerExchange.Peer LEECHER =
      new PeerMessage.PeerExchange.Peer(
          PeerId.parse("ff".repeat(32)), PeerAddress.of("2001:db8::1", 80), false);

  /** A range of {@code hash-trees.json}. */
  private static final HashRange HASHES =
      new HashRange(
          FileRoot.parse("babff8a56328a55c9f3c520b5b1a93a16416a211345914c98eed899ea1e48420"),
          2,
          4,
          2);

  /** The contents of each file, in the form that the encoder writes. */
  private static final Map<String, PeerMessage> MESSAGES =
      Map.ofEntries(
          Map.entry("request", new PeerMessage.Request(RANGE)),
          Map.entry("cancel", new PeerMessage.Cancel(RANGE)),
          Map.entry("reject", new PeerMessage.Reject(RANGE)),
          Map.entry("bitfield", new PeerMessage.Have.Bits(pieces(0, 7, 8, 10))),
          Map.entry("have", new PeerMessage.Have.Piece(10)),
          Map.entry("have-all", new PeerMessage.Have.All()),
          Map.entry("have-none", new PeerMessage.Have.None()),
          Map.entry("choke", new PeerMessage.Choke()),
          Map.entry("unchoke", new PeerMessage.Unchoke()),
          Map.entry("interested", new PeerMessage.Interested()),
          Map.entry("not-interested", new PeerMessage.NotInterested()),
          Map.entry("keep-alive", new PeerMessage.KeepAlive()),
          Map.entry("hello", HELLO),
          Map.entry("manifest-request", new PeerMessage.ManifestRequest(131072, 65536)),
          Map.entry(
              "manifest-part", new PeerMessage.ManifestPart(131080, 131072, text("e:42}]}\n"))),
          Map.entry("manifest-none", new PeerMessage.ManifestPart(0, 131072, text(""))),
          Map.entry("hash-request", new ProofMessage.HashRequest(HASHES)),
          Map.entry("hashes", new ProofMessage.Hashes(HASHES, proof())),
          Map.entry("hash-reject", new ProofMessage.HashReject(HASHES)),
          Map.entry("signature-request", new ProofMessage.SignatureRequest()),
          Map.entry(
              "signatures",
              new ProofMessage.Signatures(
                  List.of(text("first"), Bytes.copyOf((byte) 0x2d, (byte) 0x0a, (byte) 0xff)))),
          Map.entry("signatures-none", new ProofMessage.Signatures(List.of())),
          Map.entry("hints-request", new HintMessage.HintsRequest(65536, 65536)),
          Map.entry(
              "hints-part",
              new HintMessage.HintsPart(65540, 65536, text("\u0001\u0002\u0000\u0000"))),
          Map.entry("hints-none", new HintMessage.HintsPart(0, 0, text(""))),
          Map.entry("peer-exchange", new PeerMessage.PeerExchange(List.of(SEEDER, LEECHER))));

  /** The messages in each file with frames, those included that are never written. */
  private static Stream<Example> frames() {
    Stream<Example> special =
        Stream.of(
            new Example("piece", List.of(new RecordingSink.Block(RANGE, "626c6f636b00ff0a"))),
            new Example("hello-extended", List.of(HELLO)),
            new Example("unknown", List.of()));
    Stream<Example> written =
        MESSAGES.entrySet().stream().map(e -> new Example(e.getKey(), List.of(e.getValue())));
    return Stream.concat(special, written);
  }

  record Example(String name, List<Object> events) {}

  @Test
  void everyFileHasATest() {
    Set<String> tested =
        Stream.concat(Stream.of("handshake"), frames().map(Example::name))
            .collect(Collectors.toSet());

    assertThat(tested).isEqualTo(Golden.names(".hex"));
  }

  @Test
  void encodesEveryMessageAndKnowsItsLength() {
    MESSAGES.forEach((name, message) -> {
      ByteBuf out = Unpooled.buffer();

      MessageEncoder.encode(message, out);

      assertThat(bytes(out)).as(name).isEqualTo(Golden.bytes(name));
      assertThat(MessageEncoder.encodedLength(message)).as(name).isEqualTo(bytes(out).length);
    });
  }

  @Test
  void encodesWhatPrecedesAPayload() {
    ByteBuf out = Unpooled.buffer();

    MessageEncoder.encodePieceHeader(RANGE, out);

    assertThat(bytes(out)).hasSize(MessageEncoder.PIECE_HEADER_LENGTH);
    assertThat(Golden.bytes("piece")).startsWith(bytes(out));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void decodesEveryFrameCutAnywhere(Example golden) throws WireException {
    byte[] twice = twice(Golden.bytes(golden.name()));
    List<Object> events =
        Collections.nCopies(2, golden.events()).stream().flatMap(List::stream).toList();

    for (int cut = 0; cut <= twice.length; cut++) {
      FrameDecoder decoder = Fixtures.decoder(Dialect.TI2);
      RecordingSink sink = new RecordingSink();
      ByteBuf in = Unpooled.wrappedBuffer(twice);

      decoder.decode(in.readSlice(cut), sink);
      decoder.decode(in, sink);

      assertThat(sink.events).as("cut at %d", cut).isEqualTo(events);
      assertThat(in.refCnt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("frames")
  void decodesEveryFrameByteByByte(Example golden) throws WireException {
    FrameDecoder decoder = Fixtures.decoder(Dialect.TI2);
    RecordingSink sink = new RecordingSink();
    ByteBuf in = Unpooled.wrappedBuffer(Golden.bytes(golden.name()));

    while (in.isReadable()) {
      decoder.decode(in.readSlice(1), sink);
    }

    assertThat(sink.events).isEqualTo(golden.events());
  }

  @ParameterizedTest
  @MethodSource("frames")
  void saysNothingOfAFrameThatIsCutShort(Example golden) throws WireException {
    byte[] whole = Golden.bytes(golden.name());

    for (int length = 0; length < whole.length; length++) {
      RecordingSink sink = new RecordingSink();
      try (FrameDecoder decoder = Fixtures.decoder(Dialect.TI2)) {
        decoder.decode(Unpooled.wrappedBuffer(whole, 0, length), sink);
      }

      assertThat(sink.events).as("%d bytes", length).isEmpty();
    }
  }

  private static byte[] bytes(ByteBuf written) {
    byte[] bytes = new byte[written.readableBytes()];
    written.getBytes(written.readerIndex(), bytes);
    return bytes;
  }

  private static byte[] twice(byte[] once) {
    return bytes(Unpooled.buffer().writeBytes(once).writeBytes(once));
  }

  private static Bytes proof() {
    JsonNode trees = new JsonMapper().readTree(Golden.text("hash-trees.json"));
    for (JsonNode tree : trees) {
      for (JsonNode proof : tree.get("proofs")) {
        if (tree.get("root").stringValue().equals(HASHES.root().toString())
            && proof.get("layer").intValue() == HASHES.layer()
            && proof.get("index").intValue() == HASHES.index()
            && proof.get("length").intValue() == HASHES.length()) {
          return Bytes.copyOf(HexFormat.of().parseHex(proof.get("hashes").stringValue()));
        }
      }
    }
    throw new AssertionError("hash-trees.json lacks the range of hashes.hex");
  }

  private static Bytes text(String ascii) {
    return Bytes.copyOf(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private static Bitfield pieces(int... present) {
    Bitfield pieces = new Bitfield(Fixtures.LAYOUT.count());
    for (int piece : present) {
      pieces.set(piece);
    }
    return pieces;
  }
}
