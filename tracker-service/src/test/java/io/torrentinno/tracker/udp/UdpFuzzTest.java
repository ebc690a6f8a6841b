package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Any packets at the UDP endpoint. The first byte of an input has flags, and the rest is the
 * packet. Bit 0: the caller has an IPv6 address. Bit 1: the packet stays as it is; otherwise a
 * valid connection id is put into it. Bit 2: the caller has used up its rate.
 */
class UdpFuzzTest {
  private static final InetAddress IPV4 = InetAddress.ofLiteral("192.0.2.7");
  private static final InetAddress IPV6 = InetAddress.ofLiteral("2001:db8::7");
  private static final int LONGEST_ANSWER = 1_452;

  @FuzzTest(maxDuration = "170s")
  void answersEveryRequestAsTheSpecificationSays(byte[] input) {
    if (input.length == 0) {
      return;
    }
    InetAddress caller = (input[0] & 1) == 0 ? IPV4 : IPV6;
    byte[] packet = Arrays.copyOfRange(input, 1, input.length);
    try (FuzzedUdpEndpoint endpoint = new FuzzedUdpEndpoint()) {
      long connection = endpoint.connect(caller);
      if ((input[0] & 2) == 0 && packet.length >= Long.BYTES) {
        ByteBuffer.wrap(packet).putLong(connection);
      }

      boolean throttled = (input[0] & 4) != 0;
      if (throttled) {
        endpoint.useUpRate(caller);
      }

      byte[] answer = endpoint.ask(caller, packet);

      check(ByteBuffer.wrap(packet), connection, answer);
      if (answer != null && throttled) {
        assertThat(ByteBuffer.wrap(answer).getInt(0)).isIn(Actions.CONNECT, Actions.ERROR);
      }
      if (answer != null && isAnnounce(ByteBuffer.wrap(answer).getInt(0))) {
        assertThatThePeerIsListed(endpoint, caller, ByteBuffer.wrap(packet));
      }
    }
  }

  private static void check(ByteBuffer packet, long connection, byte @Nullable [] answered) {
    if (packet.limit() < Actions.HEADER_BYTES) {
      assertThat(answered).isNull();
      return;
    }
    ByteBuffer answer = ByteBuffer.wrap(Objects.requireNonNull(answered));
    assertThat(answer.limit()).isBetween(8, LONGEST_ANSWER);
    assertThat(answer.getInt(4)).as("transaction").isEqualTo(packet.getInt(12));
    assertThat(answer.getInt(0)).as("action").isIn(Actions.ERROR, packet.getInt(8));
    if (packet.getLong(0) != connection) {
      assertThat(answer.limit()).isLessThanOrEqualTo(3 * packet.limit());
      assertThat(answer.getInt(0)).isIn(Actions.CONNECT, Actions.ERROR);
    }
    checkBody(packet, connection, answer);
  }

  private static void checkBody(ByteBuffer packet, long connection, ByteBuffer answer) {
    int length = answer.limit();
    switch (answer.getInt(0)) {
      case Actions.CONNECT -> {
        assertThat(length).isIn(16, 20);
        assertThat(answer.getLong(8)).isEqualTo(connection);
      }
      case Actions.ANNOUNCE -> assertThat((length - 20) % 6).isZero();
      case Actions.ANNOUNCE_32 -> {
        int ipv6 = length - 24 - 38 * answer.getInt(20);
        assertThat(ipv6).isNotNegative();
        assertThat(ipv6 % 50).isZero();
      }
      case Actions.SCRAPE -> assertThat(length).isEqualTo(8 + (packet.limit() - 16) / 20 * 12);
      case Actions.SCRAPE_32 -> assertThat(length).isEqualTo(8 + (packet.limit() - 16) / 32 * 12);
      default -> {
        String message = StandardCharsets.US_ASCII.decode(answer.slice(8, length - 8)).toString();
        assertThat(message).isNotEmpty().isNotEqualTo("Internal error");
      }
    }
  }

  private static boolean isAnnounce(int action) {
    return action == Actions.ANNOUNCE || action == Actions.ANNOUNCE_32;
  }

  /**
   * Another peer of the swarm gets the peer that has announced, unless that has stopped or has no
   * port.
   */
  private static void assertThatThePeerIsListed(
      FuzzedUdpEndpoint endpoint, InetAddress caller, ByteBuffer packet) {
    boolean isLong = packet.getInt(8) == Actions.ANNOUNCE_32;
    int idBytes = isLong ? 32 : 20;
    int end = isLong ? 134 : 98;
    boolean unlisted =
        packet.getInt(end - (isLong ? 30 : 18)) == 3 || packet.getShort(end - 2) == 0;
    byte[] stated = new byte[isLong ? 16 : 4];
    packet.get(end - 10 - stated.length, stated);
    byte[] address = FuzzedUdpEndpoint.address(stated, isLong || caller.equals(IPV4), caller);
    ByteBuffer entry = ByteBuffer.allocate(address.length + 2).put(address);
    entry.putShort(packet.getShort(end - 2));
    byte[] swarm = new byte[idBytes];
    packet.get(16, swarm);
    byte[] other = new byte[idBytes];
    packet.get(16 + idBytes, other);
    other[0] ^= 1;

    byte[] answer = endpoint.announceLong(IPV4, swarm, other);

    assertThat(ByteBuffer.wrap(answer).getInt(0)).isEqualTo(Actions.ANNOUNCE_32);
    String listed = new String(answer, 24, answer.length - 24, StandardCharsets.ISO_8859_1);
    String peer = new String(entry.array(), StandardCharsets.ISO_8859_1);
    assertThat(listed.contains(peer)).as("the peer is listed").isEqualTo(!unlisted);
  }
}
