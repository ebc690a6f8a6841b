package io.torrentinno.protocol.manifest.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.tree.NameClash.Difference;
import io.torrentinno.protocol.manifest.tree.NameClashes;
import java.util.EnumSet;

/** Any bytes of a file or a peer, read as an info document. */
class InfoReaderFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void readsWhatItCanWriteAgainAndNamesTheFaultOtherwise(byte[] json) throws ManifestException {
    ResourceInfo info;
    try {
      info = InfoReader.read(json).info();
    } catch (ManifestException e) {
      assertThat(e.getMessage()).isNotEmpty().doesNotContain("[Source");
      return;
    }

    byte[] written = InfoWriter.write(info);
    InfoDocument again = InfoReader.read(written);
    assertThat(again.info()).isEqualTo(info);
    assertThat(again.infoHash()).isEqualTo(InfoWriter.infoHash(info));
    for (int entry = 0; entry < info.files().size(); entry++) {
      assertThat(info.files().find(info.files().path(entry))).isEqualTo(entry);
    }
    NameClashes.find(info.files(), EnumSet.allOf(Difference.class), 10)
        .forEach(clash -> assertThat(clash.first()).isNotEqualTo(clash.second()));
  }
}
