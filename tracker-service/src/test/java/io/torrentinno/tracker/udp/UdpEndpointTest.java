package io.torrentinno.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BEP 15, as a client over IPv4 sees it. */
class UdpEndpointTest extends ConnectedCaller {
  @Test
  void answersAConnectWithAsManyBytes() {
    ByteBuffer answer = caller.ask(UdpProbe.request(Actions.PROTOCOL, Actions.CONNECT, 0));

    assertThat(answer.limit()).isEqualTo(16);
    assertThat(answer.getInt(0)).isEqualTo(Actions.CONNECT);
    assertThat(answer.getInt(4)).isEqualTo(4711);
    assertThat(answer.getLong(8)).isEqualTo(connection);
  }

  @Test
  void givesPeersEachOther() {
    caller.ask(UdpProbe.announce(connection, "swarm", "first", 6881).putLong(64, 0));

    ByteBuffer answer = caller.ask(UdpProbe.announce(connection, "swarm", "second", 6882));

    assertThat(answer.limit()).isEqualTo(26);
    assertThat(answer.getInt(0)).isEqualTo(Actions.ANNOUNCE);
    assertThat(answer.getInt(8)).as("interval").isEqualTo(15);
    assertThat(answer.getInt(12)).as("leechers").isEqualTo(1);
    assertThat(answer.getInt(16)).as("seeders").isEqualTo(1);
    assertThat(Arrays.copyOfRange(UdpProbe.bytes(answer), 20, 26))
        .containsExactly(127, 0, 0, 1, 6881 >> 8, 6881 & 0xFF);
  }

  @Test
  void cutsOffPacketsThatAreLongerThanAnyRequest() {
    byte[] packet = Arrays.copyOf(UdpProbe.bytes(UdpProbe.announce(connection, "s", "p", 1)), 3000);
    packet[98] = 2; // options, up to the packet's end
    packet[99] = (byte) 255;

    caller.ask(packet);

    assertThat(
            endpoint
                .metrics
                .get("torrentinno.tracker.oversized")
                .tag("protocol", "udp")
                .counter()
                .count())
        .isOne();
  }

  @Test
  void givesNoMorePeersThanAreWanted() {
    for (int i = 1; i <= 5; i++) {
      caller.ask(UdpProbe.announce(connection, "swarm", "peer" + i, i));
    }

    ByteBuffer answer =
        caller.ask(UdpProbe.announce(connection, "swarm", "caller", 9).putInt(92, 2));

    assertThat(answer.limit()).isEqualTo(20 + 2 * 6);
  }

  @Test
  void removesAPeerThatStopped() {
    caller.ask(UdpProbe.announce(connection, "swarm", "first", 6881));
    caller.ask(UdpProbe.announce(connection, "swarm", "first", 6881).putInt(80, 3));

    assertThat(caller.ask(UdpProbe.announce(connection, "swarm", "second", 1)).limit())
        .isEqualTo(20);
  }

  @Test
  void listsAPeerUnderTheAddressThatItNames() {
    caller.ask(UdpProbe.announce(connection, "swarm", "first", 6881).putInt(84, 0x0A000001));

    ByteBuffer answer = caller.ask(UdpProbe.announce(connection, "swarm", "second", 1));

    assertThat(answer.getInt(20)).isEqualTo(0x0A000001);
  }

  @Test
  void scrapesUpToSeventyFourSwarms() {
    caller.ask(UdpProbe.announce(connection, "swarm", "first", 1).putLong(64, 0).putInt(80, 1));
    caller.ask(UdpProbe.announce(connection, "swarm", "second", 1));
    ByteBuffer request = UdpProbe.request(connection, Actions.SCRAPE, 74 * 20);
    request.put(73 * 20 + 16, UdpProbe.id("swarm", 20));

    ByteBuffer answer = caller.ask(request);

    assertThat(answer.limit()).isEqualTo(8 + 74 * 12);
    assertThat(answer.getInt(8)).isZero();
    assertThat(answer.slice(8 + 73 * 12, 12))
        .isEqualTo(ByteBuffer.allocate(12).putInt(1).putInt(1).putInt(1).flip());
  }

  @ParameterizedTest
  @CsvSource({"0", "19", "21", "1500"})
  void refusesScrapesOfNoneOfTooManyAndOfParts(int bytes) {
    ByteBuffer answer = caller.ask(UdpProbe.request(connection, Actions.SCRAPE, bytes));

    assertThat(UdpProbe.error(answer)).contains("74");
  }

  @Test
  void answersAtMostThreeTimesTheBytesWithoutAConnectionId() {
    byte[] shortest = UdpProbe.bytes(UdpProbe.request(connection + 1, Actions.ANNOUNCE, 0));

    ByteBuffer answer = caller.ask(shortest);

    assertThat(UdpProbe.error(answer)).isEqualTo("Connection id is not valid");
    assertThat(answer.limit()).isLessThanOrEqualTo(3 * shortest.length);
    assertThat(endpoint.packets("unproven")).isOne();
  }

  @Test
  void ignoresPacketsThatAreNoRequests() {
    caller.send(new byte[15]);
    caller.send(new byte[0]);

    await().until(() -> endpoint.packets("malformed") >= 1);
    assertThat(caller.connect()).as("the next answer is to the next request").isEqualTo(connection);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 9, -1})
  void refusesUnknownActions(int action) {
    ByteBuffer packet = UdpProbe.announce(connection, "swarm", "peer", 1).putInt(8, action);

    assertThat(UdpProbe.error(caller.ask(packet))).isEqualTo("no such action");
  }

  @Test
  void refusesAnAnnounceThatIsCutOff() {
    byte[] whole = UdpProbe.bytes(UdpProbe.announce(connection, "swarm", "peer", 1));

    assertThat(UdpProbe.error(caller.ask(Arrays.copyOf(whole, 97)))).contains("cut off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "01010002", "02022f61", "00ffff", "0200", "77012f", "020161020162"})
  void ignoresUrlDataAndUnknownOptions(String options) {
    assertThat(announceWith(options).getInt(0)).isEqualTo(Actions.ANNOUNCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "0201", "02032f61", "0102ff", "5aff"})
  void ignoresOptionsThatAreCutOff(String options) {
    assertThat(announceWith(options).getInt(0)).isEqualTo(Actions.ANNOUNCE);
  }

  private ByteBuffer announceWith(String hex) {
    byte[] options = HexFormat.of().parseHex(hex);
    byte[] whole = UdpProbe.bytes(UdpProbe.announce(connection, "swarm", "peer", 1));
    byte[] packet = Arrays.copyOf(whole, whole.length + options.length);
    System.arraycopy(options, 0, packet, whole.length, options.length);
    return caller.ask(packet);
  }

  @Test
  void survivesRandomPackets() {
    long seed = 20260101;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] packet = new byte[random.nextInt(200)];
      random.nextBytes(packet);
      if (packet.length >= 16 && i % 2 == 0) {
        ByteBuffer.wrap(packet).putLong(connection).putInt(random.nextInt(4));
      }
      caller.send(packet);
    }

    try (UdpProbe other = endpoint.caller()) {
      assertThat(other.connect()).as("after nonsense of seed %s", seed).isEqualTo(connection);
    }
  }
}
