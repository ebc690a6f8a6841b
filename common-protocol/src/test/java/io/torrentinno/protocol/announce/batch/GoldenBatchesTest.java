package io.torrentinno.protocol.announce.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceKey;
import io.torrentinno.protocol.announce.PeerDetails;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GoldenBatchesTest {
  @Test
  void readsAndWritesARequest() throws AnnounceException {
    BatchRequest request =
        new BatchRequest(
            PeerId.parse("2d5449303230302d000102030405060708090a0b0c0d0e0f1011121314151617"),
            PeerAddress.of("2001:db8::1", 6881),
            new PeerDetails("rack-1", AnnounceKey.parse("5e9d04c7")),
            List.of(
                new BatchRequest.Entry(
                    InfoHash.parse(
                        "c9f39745c341b7803874a0b518a4a6295c23666f7bd58254dc86aa9829a8ffec"),
                    AnnounceEvent.NONE,
                    Progress.of(0, 132_072, 0),
                    OptionalInt.of(50)),
                new BatchRequest.Entry(
                    InfoHash.parse(
                        "446e1451018a928ce290f912f60e6f28aea23b78d858ab070575f56e38802e14"),
                    AnnounceEvent.STOPPED,
                    Progress.UNKNOWN,
                    OptionalInt.empty())));

    assertThat(BatchReader.readRequest(golden("batch-request"))).isEqualTo(request);
    // An IPv6 address may be written in any of its forms.
    assertThat(BatchReader.readRequest(BatchWriter.write(request))).isEqualTo(request);
  }

  @Test
  void readsAndWritesAResponse() throws AnnounceException {
    BatchResponse response =
        new BatchResponse(
            Duration.ofSeconds(15),
            List.of(
                new BatchResponse.Result(
                    null,
                    new SwarmSize(1, 1),
                    List.of(
                        new BatchResponse.Peer(
                            PeerId.parse("0a".repeat(32)), PeerAddress.of("192.0.2.7", 6881)))),
                new BatchResponse.Result("stopped", new SwarmSize(0, 0), List.of())));

    assertThat(BatchReader.readResponse(golden("batch-response"))).isEqualTo(response);
    assertThat(BatchWriter.write(response)).isEqualTo(compact("batch-response"));
  }

  private static byte[] golden(String name) {
    return Golden.text(name + ".json").getBytes(UTF_8);
  }

  private static byte[] compact(String name) {
    return Golden.text(name + ".json").replaceAll("\\s", "").getBytes(UTF_8);
  }
}
