package io.torrentinno.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real sockets against the listening port; a peer that breaks a rule loses its connection. */
class PeerListenerTest extends PeerListenerScene {
  private static final PeerId GREATER = PeerId.parse("f1".repeat(32));

  @Test
  void waitsForAnAddressThatIsNotThereYet() throws Exception {
    InetAddress later = InetAddress.ofLiteral("192.0.2.1"); // For documentation: never there.

    try (PeerListener waiting = bind(new InetSocketAddress(later, 6881))) {
      assertThat(waiting.port()).isEqualTo(6881);
    }
    assertThatThrownBy(() -> bind(new InetSocketAddress(later, 0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  void doesNotWaitForAPortThatAnotherHas() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());

    assertThatThrownBy(() -> bind(taken)).isInstanceOf(IOException.class);
  }

  private PeerListener bind(InetSocketAddress address) throws IOException {
    return PeerListener.bind(transport, address, rules, _ -> null);
  }

  @Test
  void answersAKnownInfoHashWithItsOwnHandshake() throws Exception {
    try (Socket socket = call(SMALLER, KNOWN)) {
      assertThat(readHandshake(socket)).isEqualTo(new Handshake(SELF, KNOWN));
    }
  }

  /** With two loops, every other connection starts on the loop that is not the swarm's. */
  @Test
  void movesConnectionsToTheLoopOfTheirSwarm() throws Exception {
    for (int i = 0; i < 6; i++) {
      try (Socket socket = call(SMALLER, KNOWN)) {
        readHandshake(socket);
        socket.getOutputStream().write(new byte[] {0, 0, 0, 2, 3, (byte) 0x80});
        int expected = i + 1;
        await().until(() -> swarm.heard.size() == expected);
      }
    }

    assertThat(swarm.foreignThreads).isEmpty();
  }

  @Test
  void readsWhatComesInTheSamePacketAsTheHandshake() throws Exception {
    try (Socket socket = connect()) {
      byte[] both = new byte[Handshake.LENGTH + 6];
      System.arraycopy(bytes(new Handshake(SMALLER, KNOWN)), 0, both, 0, Handshake.LENGTH);
      System.arraycopy(new byte[] {0, 0, 0, 2, 3, 0x40}, 0, both, Handshake.LENGTH, 6);

      socket.getOutputStream().write(both);

      await().until(() -> swarm.heard.size() == 1);
    }
  }

  @Test
  void closesOnAnUnknownInfoHash() throws Exception {
    try (Socket socket = call(SMALLER, InfoHash.parse("bb".repeat(32)))) {
      assertThat(isClosed(socket)).isTrue();
    }
  }

  @Test
  void closesOnATi1CallerWithTheGreaterId() throws Exception {
    try (Socket socket = call(GREATER, KNOWN)) {
      assertThat(isClosed(socket)).isTrue();
    }
  }

  @Test
  void closesOnACallerThatCallsItselfLikeThisAgent() throws Exception {
    try (Socket socket = call(SELF, KNOWN)) {
      assertThat(isClosed(socket)).isTrue();
    }
  }

  @Test
  void closesOnSomethingElseThanAHandshake() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(isClosed(socket)).isTrue();
    }
  }

  @Test
  void closesOnlyTheConnectionThatSendsAnOversizedFrame() throws Exception {
    try (Socket good = call(SMALLER, KNOWN);
        Socket bad = call(TI2_PEER, KNOWN)) {
      readHandshake(good);
      readHandshake(bad);

      bad.getOutputStream().write(new byte[] {0x7f, 0, 0, 0, 1});

      assertThat(isClosed(bad)).isTrue();
      good.getOutputStream().write(new byte[] {0, 0, 0, 2, 3, (byte) 0x80});
      await().until(() -> swarm.heard.size() == 1);
    }
  }

  @Test
  void tellsTheSwarmOnceWhenAPeerHangsUpInTheMiddleOfAFrame() throws Exception {
    try (Socket socket = call(SMALLER, KNOWN)) {
      readHandshake(socket);
      socket.getOutputStream().write(new byte[] {0, 0, 0, 13, 1, 0});
    }

    await().until(() -> swarm.closed.size() == 1);
    assertThat(swarm.heard).isEmpty();
  }

  /** A buffer that is not released fails this by itself. */
  @Test
  void closesOnACallerThatSendsOneByteAndThenMuch() throws Exception {
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write('T');
      await().until(() -> admission.pending() == 1);
      byte[] much = new byte[64 << 10];
      Arrays.fill(much, (byte) 'x');

      sendAll(socket, much);

      assertThat(isClosed(socket)).isTrue();
    }
  }

  @Test
  void readsWhatComesBehindAHandshakeThatComesByteByByte() throws Exception {
    byte[] handshake = bytes(new Handshake(SMALLER, KNOWN));
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      for (byte next : handshake) {
        socket.getOutputStream().write(next);
      }
      socket.getOutputStream().write(new byte[] {0, 0, 0, 2, 3, 0x40});

      await().until(() -> swarm.heard.size() == 1);
    }
  }

  @Test
  void closesTheOldestOfTooManyCallersThatHaveNotShakenHands() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i <= PENDING; i++) {
        silent.add(connect());
        int expected = Math.min(i + 1, PENDING);
        await().until(() -> admission.pending() == expected);
      }
      try (Socket honest = call(SMALLER, KNOWN)) {
        assertThat(readHandshake(honest)).isEqualTo(new Handshake(SELF, KNOWN));
      }
      assertThat(isClosed(silent.getFirst())).isTrue();
      await().until(() -> swarm.connections.size() == 1);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void closesACallerBeyondTheConnectionsOfOneAddressUntilAnotherLeaves() throws Exception {
    List<Socket> welcome = new ArrayList<>();
    try {
      for (int i = 0; i < PER_ADDRESS; i++) {
        welcome.add(call(SMALLER, KNOWN));
        readHandshake(welcome.getLast());
      }
      try (Socket tooMany = call(SMALLER, KNOWN)) {
        assertThat(isClosed(tooMany)).isTrue();
      }
      welcome.getFirst().close();
      await().until(() -> admission.established() == PER_ADDRESS - 1);
      try (Socket next = call(SMALLER, KNOWN)) {
        assertThat(readHandshake(next)).isEqualTo(new Handshake(SELF, KNOWN));
      }
    } finally {
      for (Socket socket : welcome) {
        socket.close();
      }
    }
  }

  /** The listener may close the connection while this is being sent. */
  private static void sendAll(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException closed) {
      assertThat(socket.isConnected()).isTrue(); // reset, or a broken pipe
    }
  }
}
