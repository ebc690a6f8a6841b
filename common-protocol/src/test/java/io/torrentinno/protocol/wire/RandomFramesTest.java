package io.torrentinno.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage.ManifestPart;
import io.torrentinno.protocol.wire.PeerMessage.PeerExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random bytes, in parts of any size. The seed is the name of the test. */
class RandomFramesTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

  private static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decodesWhatWasEncodedHoweverItIsCut(long seed) throws WireException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    ByteBuf frames = allocator.buffer();
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      expected.add(appendFrame(frames, random));
    }
    RecordingSink sink = new RecordingSink();

    try (FrameDecoder decoder = Fixtures.decoder(Dialect.TI2)) {
      decodeInPieces(decoder, frames, sink, random);
    }

    assertThat(sink.events).isEqualTo(expected);
    frames.release();
    assertThatNothingLeaked();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsRandomBytesWithNothingButAViolation(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int run = 0; run < 40; run++) {
      ByteBuf frames = allocator.buffer();
      appendFrame(frames, random);
      appendFrame(frames, random);
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        frames.setByte(random.nextInt(Math.min(40, frames.readableBytes())), random.nextInt());
      }
      Dialect dialect = random.nextBoolean() ? Dialect.TI1 : Dialect.TI2;

      try (FrameDecoder decoder = Fixtures.decoder(dialect)) {
        decodeInPieces(decoder, frames, new RecordingSink(), random);
      } catch (WireException e) {
        assertThat(e.reason()).isNotNull();
      }
      frames.release();
    }

    assertThatNothingLeaked();
  }

  private void decodeInPieces(
      FrameDecoder decoder, ByteBuf frames, FrameDecoder.Sink sink, RandomGenerator random)
      throws WireException {
    while (frames.isReadable()) {
      int length = Math.min(frames.readableBytes(), random.nextInt(1, 1 << random.nextInt(1, 12)));
      ByteBuf read = allocator.buffer(length).writeBytes(frames, length);
      try {
        decoder.decode(read, sink);
        assertThat(read.isReadable()).isFalse();
      } finally {
        read.release();
      }
    }
  }

  /** Appends a frame, and returns what a sink receives for it. */
  private static Object appendFrame(ByteBuf frames, RandomGenerator random) {
    if (random.nextInt(4) == 0) {
      return appendBlock(frames, random);
    }
    PeerMessage message = message(random);
    MessageEncoder.encode(message, frames);
    return message;
  }

  private static RecordingSink.Block appendBlock(ByteBuf frames, RandomGenerator random) {
    BlockRange range = range(random);
    byte[] payload = new byte[range.length()];
    random.nextBytes(payload);
    MessageEncoder.encodePieceHeader(range, frames);
    frames.writeBytes(payload);
    return new RecordingSink.Block(range, ByteBufUtil.hexDump(payload));
  }

  private static PeerMessage message(RandomGenerator random) {
    return switch (random.nextInt(21)) {
      case 0 -> new PeerMessage.Request(range(random));
      case 1 -> new PeerMessage.Cancel(range(random));
      case 2 -> new PeerMessage.Reject(range(random));
      case 3 -> new PeerMessage.Have.Piece(random.nextInt(Fixtures.LAYOUT.count()));
      case 4 -> new PeerMessage.Have.Bits(pieces(random));
      case 5 -> new PeerMessage.Have.All();
      case 6 -> new PeerMessage.Have.None();
      case 7 -> new PeerMessage.Choke();
      case 8 -> new PeerMessage.Unchoke();
      case 9 -> new PeerMessage.Interested();
      case 10 -> new PeerMessage.NotInterested();
      case 11 -> new PeerMessage.KeepAlive();
      case 12 -> manifestRequest(random);
      case 13 -> manifestPart(random);
      case 14 -> peerExchange(random);
      case 15 -> new ProofMessage.HashRequest(hashRange(random));
      case 16 ->
          new ProofMessage.Hashes(hashRange(random), bytes(32 * random.nextInt(1, 60), random));
      case 17 ->
          new ProofMessage.Signatures(
              IntStream.range(0, random.nextInt(ProofMessage.Signatures.MAX_SIGNATURES + 1))
                  .mapToObj(_ -> bytes(random.nextInt(1, 8193), random))
                  .toList());
      case 18 ->
          new HintMessage.HintsRequest(
              random.nextInt(HintMessage.MAX_TOTAL), random.nextInt(1, HintMessage.MAX_PART + 1));
      case 19 -> new HintMessage.HintsPart(5000, 1000, bytes(random.nextInt(4001), random));
      default -> hello(random);
    };
  }

  private static BlockRange range(RandomGenerator random) {
    int piece = random.nextInt(Fixtures.LAYOUT.count());
    int size = Fixtures.LAYOUT.size(piece);
    int begin = random.nextInt(size);
    return new BlockRange(piece, begin, random.nextInt(1, Math.min(300, size - begin) + 1));
  }

  private static HashRange hashRange(RandomGenerator random) {
    int length = 1 << random.nextInt(12);
    FileRoot root = FileRoot.of(bytes(FileRoot.LENGTH, random).toArray(), 0);
    int layer = random.nextInt(HashRange.MAX_LAYER + 1);
    return new HashRange(root, layer, random.nextInt(1 << 19) * length, length);
  }

  private static Bytes bytes(int length, RandomGenerator random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private static Bitfield pieces(RandomGenerator random) {
    Bitfield pieces = new Bitfield(Fixtures.LAYOUT.count());
    for (int piece = 0; piece < pieces.size(); piece++) {
      if (random.nextBoolean()) {
        pieces.set(piece);
      }
    }
    return pieces;
  }

  private static PeerMessage.Hello hello(RandomGenerator random) {
    return new PeerMessage.Hello(
        random.nextLong(),
        random.nextInt(PeerMessage.Hello.MIN_BLOCK_LENGTH, Integer.MAX_VALUE),
        random.nextInt(1, 65536),
        random.nextInt(65536),
        "ü€".repeat(random.nextInt(51)));
  }

  private static PeerMessage manifestRequest(RandomGenerator random) {
    return new PeerMessage.ManifestRequest(
        random.nextInt(ManifestPart.MAX_TOTAL), random.nextInt(1, ManifestPart.MAX_LENGTH + 1));
  }

  private static PeerMessage manifestPart(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(1 << random.nextInt(17))];
    random.nextBytes(bytes);
    int total = random.nextInt(bytes.length, ManifestPart.MAX_TOTAL + 1);
    int begin = random.nextInt(total - bytes.length + 1);
    return new ManifestPart(total, begin, Bytes.copyOf(bytes));
  }

  private static PeerMessage peerExchange(RandomGenerator random) {
    return new PeerExchange(
        IntStream.range(0, random.nextInt(PeerExchange.MAX_PEERS + 1))
            .mapToObj(_ -> peer(random))
            .toList());
  }

  private static PeerExchange.Peer peer(RandomGenerator random) {
    String ip = random.nextBoolean() ? "192.0.2." : "2001:db8::";
    return new PeerExchange.Peer(
        PeerId.random(random),
        PeerAddress.of(ip + random.nextInt(256), random.nextInt(1, 65536)),
        random.nextBoolean());
  }

  private void assertThatNothingLeaked() {
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }
}
