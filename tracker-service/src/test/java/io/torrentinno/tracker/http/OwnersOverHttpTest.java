package io.torrentinno.tracker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.gateway.Gateways;
import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.swarm.SwarmStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stranger knows the id of a listed peer, and calls from another address. */
class OwnersOverHttpTest {
  private static final String HEX = "61".repeat(20) + "0".repeat(24);
  private static final InfoHash SWARM = InfoHash.parse(HEX);
  private static final String IDS =
      "/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1";

  private final SwarmStore store = Gateways.inMemory();
  private final HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST, store);
  private final RawHttp own = endpoint.connectFrom("127.0.0.1");
  private final RawHttp stranger = endpoint.connectFrom("127.0.0.2");

  @AfterEach
  void close() {
    own.close();
    stranger.close();
    endpoint.close();
  }

  private int peers() {
    return store.scrape(SWARM).join().peers();
  }

  private String address() {
    return store.members(SWARM).iterator().next().address().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 1",
    "&key=0A1B2C3D, &key=0A1B2C3E, 1",
    "&key=0A1B2C3D, '', 1",
    "&key=0, &key=0, 1",
    "&key=, &key=, 1",
    "&key=0A1B2C3D, &key=a1b2c3d, 0",
    "&key=abcdefgh, &key=abcdefgh, 0",
    "&key=0123456789ABCDEF, &key=0123456789ABCDEF, 0"
  })
  void stopsAPeerOfAnotherAddressOnlyWithItsKey(String listed, String stopping, int left) {
    own.get(IDS + listed).receive();

    stranger.get(IDS + stopping + "&event=stopped").receive();

    assertThat(peers()).isEqualTo(left);
  }

  /** Naming the listed address does not prove that a caller has it. */
  @Test
  void movesNothingForAStrangerThatNamesTheListedAddress() {
    own.get(IDS + "&ip=10.0.0.1").receive();

    stranger.get(IDS.replace("port=1", "port=2") + "&ip=10.0.0.1").receive();

    assertThat(address()).isEqualTo("10.0.0.1:1");
  }

  @Test
  void judgesAnnouncesInJsonByTheirAddress() {
    own.post(announce("")).receive();
    stranger.post(announce("\"event\": \"stopped\",")).receive();
    assertThat(peers()).isOne();

    own.post(announce("\"event\": \"stopped\",")).receive();
    assertThat(peers()).isZero();
  }

  /** Callers behind one NAT have one address. */
  @ParameterizedTest
  @CsvSource({
    "0A1B2C3D, '', 1",
    "0A1B2C3D, 0A1B2C3E, 1",
    "0A1B2C3D, 0a1b2c3d, 0",
    "'', 0A1B2C3D, 0",
    "00000000, '', 0"
  })
  void stopsAnAnnounceInJsonWithAKeyOnlyWithThisKey(String listed, String stopping, int left) {
    own.post(announce(key(listed))).receive();

    own.post(announce(key(stopping) + "\"event\": \"stopped\",")).receive();

    assertThat(peers()).isEqualTo(left);
  }

  @Test
  void movesAListingFromAnyAddressByABatchWithItsKey() {
    own.post(announce(key("0A1B2C3D"))).receive();

    stranger.post("/peers/batch", batch(2).replaceFirst("\\{", "{" + key("0A1B2C3D"))).receive();

    assertThat(address()).isEqualTo("10.0.0.1:2");
  }

  @Test
  void takesTheKeyOfAQueryAndOfJsonAsOne() {
    own.get(IDS + "&key=A1B2C3D").receive();

    stranger.post(announce(key("0A1B2C3D") + "\"event\": \"stopped\",")).receive();

    assertThat(peers()).isZero();
  }

  private static String key(String digits) {
    return digits.isEmpty() ? "" : "\"key\": \"" + digits + "\",";
  }

  @Test
  void saysInABatchWhyThePeerIsNotListed() {
    own.post(announce("")).receive();

    String answer = stranger.post("/peers/batch", batch(2)).receive().body();

    assertThat(answer).contains("\"unlisted\":\"peer-id\"");
    assertThat(address()).isEqualTo("10.0.0.1:1");
    assertThat(
            endpoint
                .metrics
                .get("torrentinno.tracker.unlisted")
                .tag("cap", "peer_id")
                .counter()
                .count())
        .isOne();
  }

  private static String announce(String more) {
    return """
    {%2$s "peerId": "%1$s", "infoHash": "%1$s", "publicIp": "10.0.0.1", "publicPort": 1}\
    """
        .formatted(HEX, more);
  }

  private static String batch(int port) {
    return """
    {"peerId": "%1$s", "publicIp": "10.0.0.1", "publicPort": %2$d,
     "announces": [{"infoHash": "%1$s"}]}\
    """
        .formatted(HEX, port);
  }
}
