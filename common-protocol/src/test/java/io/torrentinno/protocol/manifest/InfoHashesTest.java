package io.torrentinno.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.model.InfoHash;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfoHashesTest {
  @ParameterizedTest
  @CsvSource({
    "2000-10-31T01:30:00.000-05:00,"
        + "c9f39745c341b7803874a0b518a4a6295c23666f7bd58254dc86aa9829a8ffec",
    "2025-05-01T18:43:07.123456,446e1451018a928ce290f912f60e6f28aea23b78d858ab070575f56e38802e14",
    "2025-05-01T18:43:07.120,e2aa84d23fbe1dd26a8eb064889b3486e7273778dd8058cce0febffdc816ce39",
    "2025-05-01T18:43:07Z,4ebb483fb8b54c0a2085cbd4772c3ddcf85554378e739422e600df37e4db02a4"
  })
  void agreesWithTheVectorsOfTheSpecification(String creationDate, String infoHash) {
    Manifest manifest = Manifests.vector(creationDate);

    assertThat(InfoHashes.of(manifest)).isEqualTo(InfoHash.parse(infoHash));
  }

  @Test
  void agreesWithTheExampleOfTheSpecification() throws ManifestException {
    Manifest manifest = ManifestReader.read(Golden.text("manifest.json"));

    assertThat(manifest).isEqualTo(Manifests.vector(Manifests.DATE));
  }

  @Test
  void coversPieceHashesAsTheyAreWritten() {
    Manifest lower = withPiece(Manifests.FULL_PIECE);
    Manifest upper = withPiece(Manifests.FULL_PIECE.toUpperCase(Locale.ROOT));

    assertThat(InfoHashes.of(upper)).isNotEqualTo(InfoHashes.of(lower));
    assertThat(upper.pieces().getFirst().hash()).isEqualTo(lower.pieces().getFirst().hash());
  }

  private static Manifest withPiece(String sha256) {
    return new Manifest(
        "127.0.0.1", 8080, "", Manifests.DATE, "f", List.of(new Manifest.Piece(sha256, 1)));
  }
}
