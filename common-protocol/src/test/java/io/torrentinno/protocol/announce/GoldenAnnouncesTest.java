package io.torrentinno.protocol.announce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GoldenAnnouncesTest {
  private static final InfoHash RESOURCE =
      InfoHash.parse("c9f39745c341b7803874a0b518a4a6295c23666f7bd58254dc86aa9829a8ffec");
  private static final AnnouncedPeer TI1_PEER =
      new AnnouncedPeer(PeerId.parse("0a".repeat(32)), RESOURCE, PeerAddress.of("192.0.2.7", 6881));
  private static final AnnouncedPeer TI2_PEER =
      new AnnouncedPeer(
          PeerId.parse("2d5449303230302d000102030405060708090a0b0c0d0e0f1011121314151617"),
          RESOURCE,
          PeerAddress.of("2001:db8::1", 6881));

  @Test
  void readsAndWritesARequestOfTi1() throws AnnounceException {
    AnnounceRequest request = AnnounceRequest.of(TI1_PEER);

    assertThat(AnnounceReader.readRequest(golden("announce-request-ti1"))).isEqualTo(request);
    assertThat(AnnounceWriter.write(request)).isEqualTo(compact("announce-request-ti1"));
  }

  @Test
  void readsARequestOfTi2() throws AnnounceException {
    assertThat(AnnounceReader.readRequest(golden("announce-request-ti2")))
        .isEqualTo(
            new AnnounceRequest(
                TI2_PEER,
                AnnounceEvent.STARTED,
                Progress.of(132_072, 0, 0),
                OptionalInt.of(50),
                new PeerDetails("rack-1", AnnounceKey.parse("5e9d04c7"))));
  }

  @Test
  void readsAndWritesAResponse() throws AnnounceException {
    AnnounceResponse response =
        new AnnounceResponse(
            RESOURCE, List.of(TI1_PEER), Duration.ofSeconds(15), new SwarmSize(1, 2));

    assertThat(AnnounceReader.readResponse(golden("announce-response"))).isEqualTo(response);
    assertThat(AnnounceWriter.write(response)).isEqualTo(compact("announce-response"));
  }

  private static byte[] golden(String name) {
    return Golden.text(name + ".json").getBytes(UTF_8);
  }

  private static byte[] compact(String name) {
    return Golden.text(name + ".json").replaceAll("\\s", "").getBytes(UTF_8);
  }
}
