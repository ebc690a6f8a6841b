package io.torrentinno.protocol.manifest.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.torrentinno.protocol.manifest.ManifestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Any bytes of a file, read as a manifest of version 2. */
class EnvelopeReaderFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void readsWhatItCanWriteAgainAndNamesTheFaultOtherwise(byte[] json)
      throws ManifestException, IOException {
    EnvelopeReader.Manifest<byte[]> manifest;
    try {
      manifest = read(json);
    } catch (ManifestException e) {
      assertThat(e.getMessage()).isNotEmpty().doesNotContain("[Source");
      return;
    }

    assertThat(EnvelopeReader.isVersion2(new ByteArrayInputStream(json))).isTrue();
    byte[] written =
        EnvelopeWriter.write(manifest.envelope(), manifest.info(), manifest.infoHash());
    EnvelopeReader.Manifest<byte[]> again = read(written);
    assertThat(again.envelope()).isEqualTo(manifest.envelope());
    assertThat(again.info()).isEqualTo(manifest.info());
    assertThat(EnvelopeWriter.write(again.envelope(), again.info(), again.infoHash()))
        .isEqualTo(written);
  }

  private static EnvelopeReader.Manifest<byte[]> read(byte[] json)
      throws ManifestException, IOException {
    return EnvelopeReader.read(new ByteArrayInputStream(json), InputStream::readAllBytes);
  }
}
