package io.torrentinno.system.link;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A network interface whose packets a program carries, instead of a cable: Linux's TUN device
 * (Documentation/networking/tuntap.rst). One thread reads and one writes.
 */
final class Tun implements AutoCloseable {
  /** The longest packet. */
  static final int MTU = 1500;

  private static final MethodHandle OPEN =
      Libc.call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private static final MethodHandle IOCTL =
      Libc.call("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
  private static final MethodHandle READ =
      Libc.call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), 3);
  private static final MethodHandle WRITE =
      Libc.call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), 3);
  private static final MethodHandle POLL =
      Libc.call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), 3);
  private static final MethodHandle CLOSE =
      Libc.call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 1);

  private static final int O_RDWR = 2;
  private static final long TUNSETIFF = 0x400454ca;
  private static final short IFF_TUN_WITHOUT_PACKET_INFORMATION = 0x1001;
  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_FLAGS = 16;
  private static final int POLLFD_BYTES = 8;
  private static final int POLLFD_EVENTS = 4;
  private static final short POLLIN = 1;
  private static final int POLL_MILLIS = 100;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment in = arena.allocate(MTU);
  private final MemorySegment out = arena.allocate(MTU);
  private final MemorySegment poll = arena.allocate(POLLFD_BYTES);
  private final int descriptor;

  private Tun(int descriptor) {
    this.descriptor = descriptor;
    poll.set(JAVA_INT, 0, descriptor);
    poll.set(JAVA_SHORT, POLLFD_EVENTS, POLLIN);
  }

  /** Makes an interface of this name, which is down and has no address. */
  static Tun create(String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom("/dev/net/tun");
      int descriptor = (int) OPEN.invokeExact(path, O_RDWR);
      if (descriptor < 0) {
        throw new IOException("/dev/net/tun can't be opened");
      }
      MemorySegment request = arena.allocate(IFREQ_BYTES);
      request.setString(0, name, StandardCharsets.US_ASCII);
      request.set(JAVA_SHORT, IFREQ_FLAGS, IFF_TUN_WITHOUT_PACKET_INFORMATION);
      if ((int) IOCTL.invokeExact(descriptor, TUNSETIFF, request) < 0) {
        int _ = (int) CLOSE.invokeExact(descriptor);
        throw new IOException("the interface " + name + " can't be made; that takes CAP_NET_ADMIN");
      }
      return new Tun(descriptor);
    } catch (Throwable e) {
      throw Libc.asIo(e);
    }
  }

  /** The next packet that the system sends through the interface; empty when none came soon. */
  ByteBuffer read() throws IOException {
    try {
      if ((int) POLL.invokeExact(poll, 1L, POLL_MILLIS) <= 0) {
        return ByteBuffer.allocate(0);
      }
      long length = (long) READ.invokeExact(descriptor, in, (long) MTU);
      return ByteBuffer.wrap(in.asSlice(0, Math.max(0, length)).toArray(JAVA_BYTE));
    } catch (Throwable e) {
      throw Libc.asIo(e);
    }
  }

  /** Hands a packet to the system as received; it may drop it. */
  void write(ByteBuffer packet) throws IOException {
    out.copyFrom(MemorySegment.ofBuffer(packet));
    try {
      long _ = (long) WRITE.invokeExact(descriptor, out, (long) packet.remaining());
    } catch (Throwable e) {
      throw Libc.asIo(e);
    }
  }

  /** Removes the interface; to be called when nobody reads or writes any more. */
  @Override
  public void close() throws IOException {
    try {
      int _ = (int) CLOSE.invokeExact(descriptor);
      arena.close();
    } catch (Throwable e) {
      throw Libc.asIo(e);
    }
  }
}
