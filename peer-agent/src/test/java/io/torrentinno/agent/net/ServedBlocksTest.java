package io.torrentinno.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TestTls;
import io.torrentinno.agent.net.tls.TlsSockets;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.Handshake;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks that are sent from files over real sockets. */
class ServedBlocksTest extends PeerListenerScene {
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
}
