package io.torrentinno.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes of a file or a peer, read as a manifest. */
class ManifestReaderFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void readsWhatItCanWriteAgainAndNamesTheFaultOtherwise(byte[] json) throws ManifestException {
    Manifest manifest;
    try {
      manifest = ManifestReader.read(json);
    } catch (ManifestException e) {
      assertThat(e.getMessage()).isNotEmpty().doesNotContain("[Source");
      return;
    }

    assertThat(ManifestReader.read(ManifestWriter.write(manifest))).isEqualTo(manifest);
  }
}
