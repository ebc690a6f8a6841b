package io.torrentinno.protocol.announce.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.torrentinno.protocol.announce.AnnounceException;
import org.jspecify.annotations.Nullable;

/** Any bytes of a stranger, read as a batch and as an answer. */
class BatchReaderFuzzTest {

  @FuzzTest(maxDuration = "90s")
  void readsWhatItCanWriteAgainAndNamesTheFaultOtherwise(byte[] json) throws AnnounceException {
    BatchRequest request = request(json);
    if (request != null) {
      assertThat(BatchReader.readRequest(BatchWriter.write(request))).isEqualTo(request);
    }
    BatchResponse response = response(json);
    if (response != null) {
      assertThat(BatchReader.readResponse(BatchWriter.write(response))).isEqualTo(response);
    }
  }

  private static @Nullable BatchRequest request(byte[] json) {
    try {
      return BatchReader.readRequest(json);
    } catch (AnnounceException e) {
      assertThat(e).message().doesNotContain("[Source");
      return null;
    }
  }

  private static @Nullable BatchResponse response(byte[] json) {
    try {
      return BatchReader.readResponse(json);
    } catch (AnnounceException e) {
      assertThat(e).message().doesNotContain("[Source");
      return null;
    }
  }
}
