package io.torrentinno.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.admission.ConnectionLimits;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TestTls;
import io.torrentinno.agent.net.tls.TlsSockets;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sockets against the listening port; a peer that breaks a rule loses its connection. */
class PeerListenerTest {
  private static final InfoHash KNOWN = InfoHash.parse("aa".repeat(32));
  private static final PeerId SELF = PeerId.random(new Random(1));
  private static final PeerId TI2_PEER = PeerId.random(new Random(2));
  private static final PeerId SMALLER = PeerId.parse("01".repeat(32));
  private static final PeerId GREATER = PeerId.parse("f1".repeat(32));

  private static final int CONNECTIONS = 20;
  private static final int PER_ADDRESS = 8;
  private static final int PENDING = 4;

  @TempDir Path folder;

  private final Admission admission =
      new Admission(new ConnectionLimits(CONNECTIONS, PER_ADDRESS, PENDING));
  private final ConnectionRules rules = new ConnectionRules(SELF, admission, PeerTls.off());
  private Transport transport;
  private PeerListener listener;
  private RecordingSwarm swarm;

  @BeforeEach
  void listen() throws Exception {
    transport = new Transport(2);
    EventLoop first = transport.nextLoop();
    swarm =
        new RecordingSwarm(
            KNOWN,
            first,
            new TransferLimits(
                transport.rateLimiter().resource(), transport.rateLimiter().resource()));
    listener =
        PeerListener.bind(
            transport,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            rules,
            infoHash -> infoHash.equals(KNOWN) ? swarm : null);
  }

  @AfterEach
  void stop() {
    listener.close();
    transport.close();
  }

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

  @Test
  void sendsABlockFromAFile() throws Exception {
    byte[] content = new byte[100_000];
    new Random(5).nextBytes(content);
    Path file = Files.write(folder.resolve("content"), content);
    try (Socket socket = call(TI2_PEER, KNOWN);
        var channel = FileChannel.open(file)) {
      OpenFile open = new OpenFile(channel);
      readHandshake(socket);
      await().until(() -> swarm.connections.size() == 1);

      BlockRange range = new BlockRange(1, 5, 60_000);
      swarm.loop.execute(() -> swarm.connections.getFirst().serve(range, open, 1234));

      DataInputStream in = new DataInputStream(socket.getInputStream());
      assertThat(in.readInt()).isEqualTo(13 + 60_000);
      assertThat(in.readByte()).isEqualTo((byte) 2);
      assertThat(List.of(in.readInt(), in.readInt(), in.readInt()))
          .isEqualTo(List.of(1, 5, 60_000));
      assertThat(in.readNBytes(60_000)).isEqualTo(Arrays.copyOfRange(content, 1234, 61_234));
      await().until(() -> swarm.served.size() == 1);
      await().until(() -> !channel.isOpen());
    }
  }

  @Test
  void saysOnceThatBlocksCanNotBeSentAndCloses() throws Exception {
    try (Socket socket = call(TI2_PEER, KNOWN);
        var folderThatNobodyCanRead = FileChannel.open(folder)) {
      OpenFile open = new OpenFile(folderThatNobodyCanRead);
      readHandshake(socket);
      await().until(() -> swarm.connections.size() == 1);

      BlockRange first = new BlockRange(1, 0, 16_384);
      swarm.loop.execute(() -> {
        swarm.connections.getFirst().serve(first, open.retain(), 0);
        swarm.connections.getFirst().serve(new BlockRange(1, 16_384, 16_384), open, 16_384);
      });

      await().until(() -> swarm.closed.size() == 1);
      assertThat(swarm.unsent).containsExactly(first);
      assertThat(swarm.served).isEmpty();
      await().until(() -> !folderThatNobodyCanRead.isOpen());
    }
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

  @ParameterizedTest
  @EnumSource(
      value = EncryptionMode.class,
      names = {"OFF", "REQUIRED"})
  void tellsOfAPeerThatTakesNothingOfWhatItAskedFor(EncryptionMode mode) throws Exception {
    Path file = Files.write(folder.resolve("content"), new byte[64 << 20]);
    try (PeerTls tls = TestTls.of(mode);
        PeerListener called = bind(tls);
        Socket socket = tls.isOn() ? TlsSockets.connect(called.port(), null) : connect(called);
        var channel = FileChannel.open(file)) {
      socket.getOutputStream().write(bytes(new Handshake(TI2_PEER, KNOWN)));
      OpenFile open = new OpenFile(channel);
      readHandshake(socket);
      await().until(() -> swarm.connections.size() == 1);

      BlockRange range = new BlockRange(1, 0, 64 << 20);
      swarm.loop.execute(() -> swarm.connections.getFirst().serve(range, open, 0));

      await().atMost(Duration.ofSeconds(30)).until(() -> !swarm.unread.isEmpty());
      assertThat(swarm.served).isEmpty();
      assertThat(swarm.connections.getFirst().security().encrypted()).isEqualTo(tls.isOn());
    }
  }

  private PeerListener bind(PeerTls tls) throws IOException {
    return PeerListener.bind(
        transport,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new ConnectionRules(SELF, admission, tls),
        _ -> swarm);
  }

  /** The listener may close the connection while this is being sent. */
  private static void sendAll(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException closed) {
      assertThat(socket.isConnected()).isTrue(); // reset, or a broken pipe
    }
  }

  private Socket connect() throws IOException {
    return connect(listener);
  }

  private static Socket connect(PeerListener called) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), called.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private Socket call(PeerId caller, InfoHash infoHash) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(bytes(new Handshake(caller, infoHash)));
    return socket;
  }

  private static byte[] bytes(Handshake handshake) {
    ByteBuf buffer = Unpooled.buffer(Handshake.LENGTH);
    handshake.encode(buffer);
    byte[] bytes = new byte[Handshake.LENGTH];
    buffer.readBytes(bytes).release();
    return bytes;
  }

  private static Handshake readHandshake(Socket socket) throws Exception {
    byte[] bytes = socket.getInputStream().readNBytes(Handshake.LENGTH);
    return Objects.requireNonNull(Handshake.decode(Unpooled.wrappedBuffer(bytes)));
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }
}
