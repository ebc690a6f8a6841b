package io.torrentinno.system.ti1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.system.harness.TestFile;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The strict client gets along with its like, and notices what would break a deployed one. */
final class Ti1PeerTest {
  private static final String SMALL = "00".repeat(32);
  private static final String MIDDLE = "55".repeat(32);
  private static final String GREAT = "ff".repeat(32);
  private static final byte[] CONTENT = TestFile.bytes(900_000, 1);

  private TinyTracker tracker;
  private Ti1Manifest manifest;

  @BeforeEach
  void startTracker() throws IOException {
    tracker = new TinyTracker();
    manifest = Ti1Manifest.of("file.bin", CONTENT, 65536, tracker.port());
  }

  @AfterEach
  void stopTracker() {
    tracker.close();
  }

  @ParameterizedTest
  @CsvSource({"00,ff", "ff,00"})
  void fetchesFromItsLike(String seederId, String fetcherId) throws IOException {
    try (Ti1Peer seeder = Ti1Peer.seeding(seederId.repeat(32), manifest, CONTENT);
        Ti1Peer fetcher = Ti1Peer.fetching(fetcherId.repeat(32), manifest)) {
      await().until(fetcher::isComplete);

      assertThat(fetcher.content()).isEqualTo(CONTENT);
      assertThat(fetcher.offences()).isEmpty();
      assertThat(seeder.offences()).isEmpty();
    }
  }

  @Test
  void isNotFooledByCorruptPieces() throws IOException {
    try (Ti1Peer _ = Ti1Peer.seeding(SMALL, manifest, new byte[CONTENT.length]);
        Ti1Peer fetcher = Ti1Peer.fetching(GREAT, manifest)) {
      await().until(() -> !fetcher.offences().isEmpty());

      assertThat(fetcher.offences()).first().asString().contains("another hash");
      assertThat(fetcher.isComplete()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, a frame of length 0",
    "0000000110, a frame of type 16",
    "0000000504, a frame of type 4",
    "000000050300000000, a Bitfield of length 5",
    "00000003030001, spare bits set",
    "0000000d020000000000000000000f4241, a Piece of 1000001 bytes",
    "0000000e02000000000000000000000001ff, asked for the 0 bytes",
    "0000000d01000000000000000100ffffff, asked outside the file"
  })
  void notesWhatWouldBreakADeployedClient(String frame, String offence) throws IOException {
    try (Ti1Peer peer = Ti1Peer.fetching(MIDDLE, manifest);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), peer.port())) {
      shakeHands(socket, SMALL);
      socket.getOutputStream().write(HexFormat.of().parseHex(frame));

      await().until(() -> !peer.offences().isEmpty());

      assertThat(peer.offences()).singleElement().asString().contains(offence);
    }
  }

  @Test
  void isNotToBeCalledByAGreaterId() throws IOException {
    try (Ti1Peer peer = Ti1Peer.fetching(MIDDLE, manifest);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), peer.port())) {
      shakeHands(socket, GREAT);

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      await().until(() -> !peer.offences().isEmpty());
      assertThat(peer.offences()).singleElement().asString().contains("which is greater");
    }
  }

  private void shakeHands(Socket socket, String peerId) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeBytes("TorrentInno");
    out.write(HexFormat.of().parseHex(peerId + manifest.infoHash()));
    out.flush();
  }
}
