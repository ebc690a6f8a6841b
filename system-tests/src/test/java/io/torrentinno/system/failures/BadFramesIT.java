package io.torrentinno.system.failures;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.ti1.RawPeer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever breaks the protocol loses that connection, and nobody else does. */
final class BadFramesIT {
  private static final String GOOD_PEER = "00".repeat(32);
  private static final String BAD_PEER = "01".repeat(32);
  private static final String FIRST_BLOCK = "0000000d01" + "00000000" + "00000000" + "00004000";

  @RegisterExtension static final Testbed TESTBED = new Testbed();

  private static AgentProcess agent;
  private static String infoHash;

  @BeforeAll
  static void share() {
    int tracker = TESTBED.tracker().port();
    agent = TESTBED.agent(tracker, "agent", "--torrentinno.agent.manifest-version=1");
    infoHash = agent.api().share(TESTBED.file("file.bin", 1_000_000)).infoHash();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000", // no TI/1 frame is empty
        "7fffffff03", // a Bitfield of 2 GiB
        "ffffffff01", // more than 2^31 bytes
        "0000000103", // a Bitfield that is too short
        "00000003030000", // one that is too long
        "00000002030f", // spare bits
        "0000000c010000000000000000000040", // a Request that is too short
        "0000000d01000000040000000000000001", // a piece that does not exist
        "0000000d0100000000ffffffff00000001", // far outside its piece
        "0000000d010000000000000000000f4241", // more than one Piece may carry
        "0000000104", // a message that TI/1 does not have
        "0000000110" // another
      })
  void aBadFrameClosesItsConnectionAlone(String frame) throws IOException {
    try (RawPeer good = connect(GOOD_PEER);
        RawPeer bad = connect(BAD_PEER)) {
      bad.send(frame);

      assertThat(bad.awaitClosed()).isTrue();
      assertThat(good.ask(FIRST_BLOCK)).isEqualTo(0x4000);
    }
  }

  @Test
  void aFrameCutShortHarmsNobody() throws IOException {
    try (RawPeer good = connect(GOOD_PEER)) {
      try (RawPeer bad = connect(BAD_PEER)) {
        bad.send("0000000d010000");
      }

      assertThat(good.ask(FIRST_BLOCK)).isEqualTo(0x4000);
    }
  }

  @Test
  void closesOnAnInfoHashThatItDoesNotHave() throws IOException {
    try (RawPeer peer = RawPeer.connect(agent.listenPort())) {
      peer.handshake(GOOD_PEER, "ab".repeat(32));

      assertThat(peer.awaitClosed()).isTrue();
    }
  }

  @Test
  void closesOnWhatIsNoHandshake() throws IOException {
    try (RawPeer peer = RawPeer.connect(agent.listenPort())) {
      peer.send("474554202f20485454502f312e310d0a0d0a".repeat(5));

      assertThat(peer.awaitClosed()).isTrue();
    }
  }

  @Test
  void closesOnACallerWithTheGreaterId() throws IOException {
    try (RawPeer peer = RawPeer.connect(agent.listenPort())) {
      peer.handshake("ff".repeat(32), infoHash);

      assertThat(peer.awaitClosed()).isTrue();
    }
  }

  @Test
  void keepsTheFirstOfTwoConnectionsWithOnePeer() throws IOException {
    try (RawPeer first = connect(GOOD_PEER);
        RawPeer second = RawPeer.connect(agent.listenPort())) {
      second.handshake(GOOD_PEER, infoHash);

      assertThat(second.awaitClosed()).isTrue();
      assertThat(first.ask(FIRST_BLOCK)).isEqualTo(0x4000);
    }
  }

  private static RawPeer connect(String peerId) throws IOException {
    RawPeer peer = RawPeer.connect(agent.listenPort());
    peer.handshake(peerId, infoHash);
    peer.awaitHandshake();
    return peer;
  }
}
