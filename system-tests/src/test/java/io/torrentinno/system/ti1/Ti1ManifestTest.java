package io.torrentinno.system.ti1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Ti1ManifestTest {
  /** The vectors of {@code specs/}. */
  @ParameterizedTest
  @CsvSource({
    "2000-10-31T01:30:00.000-05:00,"
        + "c9f39745c341b7803874a0b518a4a6295c23666f7bd58254dc86aa9829a8ffec",
    "2025-05-01T18:43:07.123456,446e1451018a928ce290f912f60e6f28aea23b78d858ab070575f56e38802e14",
    "2025-05-01T18:43:07.120,e2aa84d23fbe1dd26a8eb064889b3486e7273778dd8058cce0febffdc816ce39",
    "2025-05-01T18:43:07Z,4ebb483fb8b54c0a2085cbd4772c3ddcf85554378e739422e600df37e4db02a4"
  })
  void hashesToTheVectors(String date, String infoHash) {
    byte[] content =
        "a".repeat(65536 + 65536 + 1000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Ti1Manifest cut = Ti1Manifest.of("FunnyVideo.mp4", content, 65536, 8080);

    Ti1Manifest manifest =
        new Ti1Manifest(
            "127.0.0.1", "8080", "Video; with ünïcode", date, "FunnyVideo.mp4", cut.pieces());

    assertThat(manifest.infoHash()).isEqualTo(infoHash);
  }

  @Test
  void readsWhatItWrites() {
    Ti1Manifest manifest = Ti1Manifest.of("file.bin", new byte[100_000], 65536, 8080);

    assertThat(Ti1Manifest.parse(manifest.json())).isEqualTo(manifest);
  }
}
