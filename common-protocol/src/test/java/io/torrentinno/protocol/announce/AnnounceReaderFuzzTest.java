package io.torrentinno.protocol.announce;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

/** Any bytes of a stranger, read as an announce and as an answer. */
class AnnounceReaderFuzzTest {

  @FuzzTest(maxDuration = "90s")
  void readsWhatItCanWriteAgainAndNamesTheFaultOtherwise(byte[] json) throws AnnounceException {
    AnnounceRequest request = request(json);
    if (request != null) {
      assertThat(AnnounceReader.readRequest(AnnounceWriter.write(request))).isEqualTo(request);
    }
    AnnounceResponse response = response(json);
    if (response != null) {
      assertThat(AnnounceReader.readResponse(AnnounceWriter.write(response))).isEqualTo(response);
    }
  }

  private static @Nullable AnnounceRequest request(byte[] json) {
    try {
      return AnnounceReader.readRequest(json);
    } catch (AnnounceException e) {
      assertThat(e).message().doesNotContain("[Source");
      return null;
    }
  }

  private static @Nullable AnnounceResponse response(byte[] json) {
    try {
      return AnnounceReader.readResponse(json);
    } catch (AnnounceException e) {
      assertThat(e).message().doesNotContain("[Source");
      return null;
    }
  }
}
