package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.admission.ConnectionLimits;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A listening port on loopback, a swarm behind it, and sockets that call. */
abstract class PeerListenerScene {
  static final InfoHash KNOWN = InfoHash.parse("aa".repeat(32));
  static final PeerId SELF = PeerId.random(new Random(1));
  static final PeerId TI2_PEER = PeerId.random(new Random(2));
  static final PeerId SMALLER = PeerId.parse("01".repeat(32));

  static final int CONNECTIONS = 20;
  static final int PER_ADDRESS = 8;
  static final int PENDING = 4;

  @TempDir Path folder;

  final Admission admission =
      new Admission(new ConnectionLimits(CONNECTIONS, PER_ADDRESS, PENDING));
  final ConnectionRules rules = new ConnectionRules(SELF, admission, PeerTls.off());
  Transport transport;
  PeerListener listener;
  RecordingSwarm swarm;

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

  Socket connect() throws IOException {
    return connect(listener);
  }

  static Socket connect(PeerListener called) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), called.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  Socket call(PeerId caller, InfoHash infoHash) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(bytes(new Handshake(caller, infoHash)));
    return socket;
  }

  static byte[] bytes(Handshake handshake) {
    ByteBuf buffer = Unpooled.buffer(Handshake.LENGTH);
    handshake.encode(buffer);
    byte[] bytes = new byte[Handshake.LENGTH];
    buffer.readBytes(bytes).release();
    return bytes;
  }

  static Handshake readHandshake(Socket socket) throws Exception {
    byte[] bytes = socket.getInputStream().readNBytes(Handshake.LENGTH);
    return Objects.requireNonNull(Handshake.decode(Unpooled.wrappedBuffer(bytes)));
  }

  static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }
}
