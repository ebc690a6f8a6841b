package io.torrentinno.system.link;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.torrentinno.system.namespace.OwnNamespace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Hears what TCP carries from and to a port in the tests' namespace, by Linux's packet sockets
 * (packet(7)). It may miss packets when it is slow, and hears each packet of the loopback interface
 * twice.
 */
public final class Wiretap implements AutoCloseable {
  private static final MethodHandle SOCKET =
      Libc.call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 3);
  private static final MethodHandle SET_OPTION =
      Libc.call(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
          5);
  private static final MethodHandle RECEIVE =
      Libc.call(
          "recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), 4);
  private static final MethodHandle CLOSE =
      Libc.call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 1);

  private static final int AF_PACKET = 17;
  private static final int SOCK_DGRAM = 2;

  /** ETH_P_IP in the order of the network. */
  private static final int IPV4 = 0x0008;

  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int QUEUE_BYTES = 16 << 20;
  private static final long TIMEOUT_MICROS = 100_000;
  private static final int LONGEST = 1 << 16;
  private static final int TCP = 6;

  private final int descriptor;
  private final int port;
  private final Thread thread = Thread.ofPlatform().name("wiretap").unstarted(this::listen);
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private volatile boolean closed;

  private Wiretap(int descriptor, int port) {
    this.descriptor = descriptor;
    this.port = port;
  }

  /** Hears from now on what goes from and to this port, of any address. */
  public static Wiretap on(int port) throws IOException {
    OwnNamespace.prepare();
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) SOCKET.invokeExact(AF_PACKET, SOCK_DGRAM, IPV4);
      if (descriptor < 0) {
        throw new IOException("a packet socket can't be opened; that takes CAP_NET_RAW");
      }
      MemorySegment queue = arena.allocateFrom(JAVA_INT, QUEUE_BYTES);
      int _ = (int) SET_OPTION.invokeExact(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, queue, 4);
      MemorySegment timeout = arena.allocateFrom(JAVA_LONG, 0, TIMEOUT_MICROS);
      if ((int) SET_OPTION.invokeExact(descriptor, SOL_SOCKET, SO_RCVTIMEO, timeout, 16) != 0) {
        int _ = (int) CLOSE.invokeExact(descriptor);
        throw new IOException("a packet socket takes no timeout");
      }
      Wiretap wiretap = new Wiretap(descriptor, port);
      wiretap.thread.start();
      return wiretap;
    } catch (Throwable e) {
      throw Libc.asIo(e);
    }
  }

  /** How many bytes it has heard. */
  public int size() {
    synchronized (heard) {
      return heard.size();
    }
  }

  /** Whether it has heard these bytes. */
  public boolean hasHeard(byte[] bytes) {
    String all;
    synchronized (heard) {
      all = heard.toString(StandardCharsets.ISO_8859_1);
    }
    return all.contains(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw Libc.asIo(e);
    }
  }

  private void listen() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment packet = arena.allocate(LONGEST);
      while (!closed) {
        long length = (long) RECEIVE.invokeExact(descriptor, packet, (long) LONGEST, 0);
        if (length > 0) {
          hear(ByteBuffer.wrap(packet.asSlice(0, length).toArray(JAVA_BYTE)));
        }
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps what TCP carries (RFC 791, RFC 9293). */
  private void hear(ByteBuffer packet) {
    int tcp = 4 * (packet.get(0) & 0xf);
    if (packet.get(9) != TCP || packet.limit() < tcp + 20) {
      return;
    }
    int from = Short.toUnsignedInt(packet.getShort(tcp));
    int to = Short.toUnsignedInt(packet.getShort(tcp + 2));
    int data = tcp + 4 * ((packet.get(tcp + 12) >> 4) & 0xf);
    if ((from == port || to == port) && data < packet.limit()) {
      byte[] carried = new byte[packet.limit() - data];
      packet.get(data, carried);
      synchronized (heard) {
        heard.writeBytes(carried);
      }
    }
  }
}
