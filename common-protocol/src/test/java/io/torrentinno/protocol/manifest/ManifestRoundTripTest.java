package io.torrentinno.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestRoundTripTest {
  private static final String[] DATES = {
    "2000-10-31T01:30:00.000-05:00", "2025-05-01T18:43:07.120", "2025-05-01T18:43:07Z", "20250501"
  };
  private static final String TEXT = "aZ09 ;,=()\"'{}[]:\u00fc\u4e16\ud83d\ude00.-_";

  private static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsEveryValueAndTheInfoHash(long seed) throws ManifestException {
    Manifest manifest = manifest(new SplittableRandom(seed));

    Manifest again = ManifestReader.read(ManifestWriter.write(manifest));

    assertThat(again).isEqualTo(manifest);
    assertThat(InfoHashes.of(again)).isEqualTo(InfoHashes.of(manifest));
  }

  private static Manifest manifest(SplittableRandom random) {
    List<Manifest.Piece> pieces = new ArrayList<>();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      byte[] hash = new byte[32];
      random.nextBytes(hash);
      HexFormat hex = random.nextBoolean() ? HexFormat.of() : HexFormat.of().withUpperCase();
      pieces.add(
          new Manifest.Piece(
              hex.formatHex(hash), random.nextInt(1, ManifestRules.MAX_PIECE_SIZE + 1)));
    }
    return new Manifest(
        random.nextBoolean() ? "127.0.0.1" : "tracker",
        random.nextInt(1, 65536),
        text(random, 0) + "\n\t\u0000\u2028",
        DATES[random.nextInt(DATES.length)],
        text(random, 1),
        pieces);
  }

  private static String text(SplittableRandom random, int min) {
    int[] alphabet = TEXT.codePoints().toArray();
    StringBuilder text = new StringBuilder("x".repeat(min));
    for (int i = random.nextInt(30); i > 0; i--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
