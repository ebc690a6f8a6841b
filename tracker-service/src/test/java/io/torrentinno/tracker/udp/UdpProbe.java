package io.torrentinno.tracker.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A caller over UDP that sends any bytes, so that packets can also be wrong. */
final class UdpProbe implements AutoCloseable {
  private static final int TRANSACTION = 4711;
  private static final int TIMEOUT = (int) Duration.ofSeconds(10).toMillis();

  private final DatagramSocket socket;

  UdpProbe(InetAddress endpoint, int port) {
    try {
      socket = new DatagramSocket(new InetSocketAddress(endpoint, 0));
      socket.connect(endpoint, port);
      socket.setSoTimeout(TIMEOUT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects, and returns the connection id. */
  long connect() {
    ByteBuffer answer = ask(request(Actions.PROTOCOL, Actions.CONNECT, 0));
    return answer.getLong(8);
  }

  /** The header of a request, with room for more bytes. */
  static ByteBuffer request(long connection, int action, int more) {
    return ByteBuffer.allocate(16 + more).putLong(connection).putInt(action).putInt(TRANSACTION);
  }

  /** A complete announce of BEP 15, of a leecher. */
  static ByteBuffer announce(long connection, String swarm, String peer, int port) {
    ByteBuffer packet = request(connection, Actions.ANNOUNCE, 82);
    packet.put(id(swarm, 20)).put(id(peer, 20));
    return packet.putLong(64, 1000).putInt(92, -1).putShort(96, (short) port);
  }

  /** An id that begins with a name. */
  static byte[] id(String name, int length) {
    return Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), length);
  }

  void send(byte[] packet) {
    try {
      socket.send(new DatagramPacket(packet, packet.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a packet, and returns the whole answer. */
  ByteBuffer ask(byte[] packet) {
    send(packet);
    return receive();
  }

  /** The next answer. */
  ByteBuffer receive() {
    DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
    try {
      socket.receive(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(Arrays.copyOf(answer.getData(), answer.getLength()));
  }

  ByteBuffer ask(ByteBuffer packet) {
    return ask(bytes(packet));
  }

  /** The bytes of a packet. */
  static byte[] bytes(ByteBuffer packet) {
    byte[] bytes = new byte[packet.capacity()];
    packet.get(0, bytes);
    return bytes;
  }

  /** The message of an error. Fails when the answer is not an error. */
  static String error(ByteBuffer answer) {
    if (answer.getInt(0) != Actions.ERROR || answer.getInt(4) != TRANSACTION) {
      throw new AssertionError("no error: action " + answer.getInt(0));
    }
    return StandardCharsets.US_ASCII.decode(answer.slice(8, answer.limit() - 8)).toString();
  }

  @Override
  public void close() {
    socket.close();
  }
}
