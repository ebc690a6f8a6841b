package io.torrentinno.agent.content.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.manifest.InfoBytes;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.model.InfoHash;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTest {
  private static final int CHUNK = 1000;
  private static final int CHUNKS = 100;

  @TempDir Path folder;

  /** All of them could take 128 MiB per call. */
  @Test
  void keepsFewBytesOfADocumentThatIsWrittenAnew() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = "x".repeat(CHUNK).getBytes(UTF_8);
    InfoBytes document =
        info -> {
          for (int written = CHUNK; written <= CHUNKS * CHUNK; written += CHUNK) {
            info.write(chunk);
            assertThat(written - out.size()).isLessThan(10 * CHUNK);
          }
        };

    new ManifestFiles(folder).export(manifest(document), out);

    assertThat(out.toString(UTF_8)).contains("\"info\": \"" + "x".repeat(CHUNKS * CHUNK) + "\"");
  }

  private static ManifestV2 manifest(InfoBytes document) throws Exception {
    List<Entry> entries = List.of(new Entry.Folder(List.of("empty")));
    ResourceInfo info = new ResourceInfo("name", FileTreeBuilder.build(entries, 64 << 10));
    return new ManifestV2(InfoHash.parse("ab".repeat(32)), info, Envelope.EMPTY, document);
  }
}
