package io.torrentinno.protocol.manifest.v2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.HeapSize;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The heap that the entries of a resource take. */
class InfoMemoryTest {
  @ParameterizedTest
  @CsvSource({
    "20000, 16, 2, 130", // a tree as they are
    "20000, 1, 1, 140", // a folder for each file
    "5000, 1, 99, 2000", // 500,000 folders are shared by all entries
    "20000, 180, 0, 300" // names as long as 500,000 of them can be
  })
  void anEntryTakesLittle(int entries, int nameLength, int depth, int most)
      throws ManifestException {
    ResourceInfo info = InfoReader.read(document(entries, nameLength, depth)).info();

    assertThat(HeapSize.of(info.files()) / entries).isLessThanOrEqualTo(most);
  }

  /**
   * Entries whose names have different beginnings. In two folders, 50 entries have the same
   * beginning.
   */
  private static byte[] document(int entries, int nameLength, int depth) {
    StringBuilder text =
        new StringBuilder("{\"version\":2,\"name\":\"n\",\"pieceLength\":65536,\"files\":[");
    for (int i = 0; i < entries; i++) {
      text.append(i == 0 ? "" : ",").append("{\"path\":[");
      for (int folder = 0; folder < depth; folder++) {
        text.append('"')
            .append(folder == 0 ? "%06d".formatted(depth == 2 ? i / 50 : i) : "f")
            .append("\",");
      }
      text.append("\"%06d%s\"],".formatted(i, "x".repeat(Math.max(0, nameLength - 6))));
      text.append("\"size\":10000,\"root\":\"").append(new Bytes32(i, i, i, i)).append("\"}");
    }
    return text.append("]}").toString().getBytes(UTF_8);
  }
}
