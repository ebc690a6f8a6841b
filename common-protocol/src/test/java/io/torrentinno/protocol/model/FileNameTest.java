package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The names of {@code specs/golden/file-names.json}. */
class FileNameTest {
  private static final JsonMapper JSON = new JsonMapper();

  record Row(String name, @Nullable String fault) {}

  static Stream<Row> rows() {
    return List.of(JSON.readValue(Golden.text("file-names.json"), Row[].class)).stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void saysWhatIsWrongWithAName(Row row) {
    assertThat(FileName.fault(row.name())).isEqualTo(row.fault());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTheRuleOfManifests(Row row) throws ManifestException {
    byte[] manifest = withName(row.name()).getBytes(StandardCharsets.UTF_8);

    if (row.fault() == null) {
      Manifest read = ManifestReader.read(manifest);

      assertThat(read.name()).isEqualTo(row.name());
    } else {
      assertThatThrownBy(() -> ManifestReader.read(manifest)).hasMessage("name " + row.fault());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTheRuleOfLinks(Row row) {
    InfoHash infoHash = new InfoHash(new Bytes32(1, 2, 3, 4));

    if (row.fault() == null) {
      MagnetLink link = new MagnetLink(infoHash, List.of(), row.name());

      assertThat(MagnetLink.parse(link.toString())).isEqualTo(link);
    } else {
      assertThatThrownBy(() -> new MagnetLink(infoHash, List.of(), row.name()))
          .hasMessage("the name " + row.fault());
    }
  }

  /** The name as escapes, because half a surrogate pair has no bytes. */
  private static String withName(String name) {
    StringBuilder escaped = new StringBuilder();
    name.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
    return Golden.text("manifest.json").replace("FunnyVideo.mp4", escaped);
  }
}
