package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.torrentinno.tracker.gateway.FuzzedGateway;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The handler of the UDP endpoint with an empty store, without a socket, at one moment in time. */
final class FuzzedUdpEndpoint implements AutoCloseable {
  private static final UdpMetrics PACKETS = new UdpMetrics(FuzzedGateway.METERS);
  private static final InetSocketAddress ENDPOINT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 6969);
  private static final int CALLERS_PORT = 50_000;

  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final UdpHandler handler;
  private final ChannelHandlerContext ctx;

  FuzzedUdpEndpoint() {
    ConnectionIds ids = new ConnectionIds(new byte[16], FuzzedGateway.CLOCK);
    handler = new UdpHandler(FuzzedGateway.empty(), ids, PACKETS);
    channel.config().setAllocator(buffers);
    channel.pipeline().addLast(handler);
    ctx = Objects.requireNonNull(channel.pipeline().context(handler));
  }

  /** The connection id of a caller. */
  long connect(InetAddress caller) {
    byte[] request = UdpProbe.bytes(UdpProbe.request(Actions.PROTOCOL, Actions.CONNECT, 0));
    return ByteBuffer.wrap(Objects.requireNonNull(ask(caller, request))).getLong(8);
  }

  /** Announces, with ids of 32 bytes, a leecher that wants as many peers as it can get. */
  byte[] announceLong(InetAddress caller, byte[] swarm, byte[] peer) {
    ByteBuffer request = UdpProbe.request(connect(caller), Actions.ANNOUNCE_32, 118);
    request.put(16, swarm).put(48, peer).putLong(88, 1).putInt(128, 200).putShort(132, (short) 9);
    return Objects.requireNonNull(ask(caller, UdpProbe.bytes(request)));
  }

  /** Sends as many requests as an address may. */
  void useUpRate(InetAddress caller) {
    byte[] scrape = UdpProbe.bytes(UdpProbe.request(connect(caller), Actions.SCRAPE, 20));
    int action = Actions.SCRAPE;
    while (action == Actions.SCRAPE) {
      action = ByteBuffer.wrap(Objects.requireNonNull(ask(caller, scrape))).getInt(0);
    }
  }

  /** The answer to a packet; null when there is none. Throws all exceptions on. */
  byte @Nullable [] ask(InetAddress caller, byte[] packet) {
    InetSocketAddress sender = new InetSocketAddress(caller, CALLERS_PORT);
    handler.channelRead(ctx, new DatagramPacket(Unpooled.wrappedBuffer(packet), ENDPOINT, sender));
    handler.channelReadComplete(ctx);
    DatagramPacket answer = channel.readOutbound();
    if (answer == null) {
      return null;
    }
    byte[] bytes = new byte[answer.content().readableBytes()];
    answer.content().readBytes(bytes);
    answer.release();
    assertThat(answer.recipient()).isEqualTo(sender);
    assertThat(channel.<Object>readOutbound()).as("a second answer").isNull();
    return bytes;
  }

  /** The address under which a peer is listed: the stated one if it counts, or the caller's. */
  static byte[] address(byte[] stated, boolean counts, InetAddress caller) {
    if (!counts || Arrays.equals(stated, new byte[stated.length])) {
      return caller.getAddress();
    }
    try {
      InetAddress address = InetAddress.getByAddress(stated);
      boolean reserved =
          address instanceof Inet4Address && (address.getAddress()[0] & 0xF0) == 0xF0;
      boolean ofOne = !address.isAnyLocalAddress() && !address.isMulticastAddress() && !reserved;
      return ofOne ? address.getAddress() : caller.getAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }

  /** Fails when a buffer was not released. */
  @Override
  public void close() {
    channel.close();
    assertThat(buffers.metric().usedDirectMemory()).isZero();
    assertThat(buffers.metric().usedHeapMemory()).isZero();
  }
}
