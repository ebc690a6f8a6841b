package io.torrentinno.tracker.http.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.gateway.Gateways;
import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.http.HttpEndpointUnderTest;
import io.torrentinno.tracker.http.RawHttp;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table "GET /announce" of {@code specs/announces.md}: what clients send, and how the tracker
 * lists them then.
 */
class AnnouncesAsSentOverHttpTest {
  private static final String HASH = "H".repeat(20);
  private static final InfoHash SWARM = InfoHash.parse("48".repeat(20) + "0".repeat(24));
  private static final String IDS = "info_hash=" + HASH + "&peer_id=-XX0001-abcdefghijkl";

  private final SwarmStore store = Gateways.inMemory();
  private final HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST, store);
  private final RawHttp http = endpoint.connect();

  @AfterEach
  void close() {
    http.close();
    endpoint.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // complete announces of known clients
        "libtorrent | &port=6881&uploaded=0&downloaded=0&left=1000&corrupt=0&key=0A1B2C3D&event=started&numwant=200&compact=1&no_peer_id=1&supportcrypto=1&redundant=0 | leecher 127.0.0.1:6881",
        "Transmission | &port=51413&uploaded=0&downloaded=0&left=0&numwant=80&key=0A1B2C3D&compact=1&supportcrypto=1&requirecrypto=1&event=paused | seeder 127.0.0.1:51413",
        "Transmission, a magnet link | &port=51413&uploaded=0&downloaded=0&left=9223372036854775807&numwant=80&key=FF&compact=1&event=started | leecher 127.0.0.1:51413",
        "anacrolix | &compact=1&downloaded=0&event=started&ip=192.0.2.1&ip=2001%3Adb8%3A%3A1&ipv4=192.0.2.1&ipv6=2001%3Adb8%3A%3A1&key=-7&left=9223372036854775807&port=42069&supportcrypto=1&uploaded=0 | leecher 192.0.2.1:42069",
        "aria2 | &uploaded=0&downloaded=0&left=5&compact=1&key=abcdefgh&numwant=0&no_peer_id=1&port=6890&event=started&trackerid=t%20x&supportcrypto=1 | leecher 127.0.0.1:6890",
        "aria2, not listening | &uploaded=0&downloaded=0&left=5&compact=1&key=abcdefgh&numwant=50&no_peer_id=1 | not listed",
        "BiglyBT, encrypted only | &requirecrypto=1&port=0&cryptoport=6999&azudp=6999&azver=3&left=5 | leecher 127.0.0.1:6999",
        "BiglyBT, hidden | &supportcrypto=1&port=0&azudp=0&hide=1&left=5 | not listed",
        "webtorrent, a magnet link | &numwant=50&uploaded=0&downloaded=0&left=&event=started&compact=1&port=6881 | leecher 127.0.0.1:6881",
        "rqbit | &event=started&port=4240&uploaded=0&downloaded=0&left=7&compact=1&no_peer_id=0 | leecher 127.0.0.1:4240",
        // left
        "left of 0 | &port=1&left=0 | seeder 127.0.0.1:1",
        "left of 2^63-1 | &port=1&left=9223372036854775807 | leecher 127.0.0.1:1",
        "left of 2^64-1 | &port=1&left=18446744073709551615 | leecher 127.0.0.1:1",
        "left of -1 | &port=1&left=-1 | leecher 127.0.0.1:1",
        "left of nothing | &port=1&left= | leecher 127.0.0.1:1",
        "left of words | &port=1&left=NaN | leecher 127.0.0.1:1",
        "left, the second one usable | &port=1&left=&left=0 | seeder 127.0.0.1:1",
        "left beyond all bounds, then one | &port=1&left=18446744073709551615&left=0 | seeder 127.0.0.1:1",
        "cryptoport, the second one usable | &port=0&cryptoport=x&cryptoport=6999&cryptoport=&left=5 | leecher 127.0.0.1:6999",
        "no left, completed | &port=1&event=completed | seeder 127.0.0.1:1",
        "left unknown, completed | &port=1&left=18446744073709551615&event=completed | seeder 127.0.0.1:1",
        "left of 5, completed | &port=1&left=5&event=completed | leecher 127.0.0.1:1",
        // event
        "event of another name | &port=1&event=checking | leecher 127.0.0.1:1",
        "event of nothing, then one | &port=1&event=&event=completed | seeder 127.0.0.1:1",
        "stopped without a port | &event=stopped | gone",
        "stopped at port 0 | &port=0&event=stopped&numwant=0 | gone",
        // numwant
        "numwant of -1 | &port=1&numwant=-1 | leecher 127.0.0.1:1",
        "numwant of nothing | &port=1&numwant= | leecher 127.0.0.1:1",
        "numwant beyond all bounds | &port=1&numwant=99999999999999999999 | leecher 127.0.0.1:1",
        "numwant of words | &port=1&numwant=many | leecher 127.0.0.1:1",
        // ip
        "ip of IPv4 | &port=1&ip=192.0.2.7 | leecher 192.0.2.7:1",
        "ip of IPv6, escaped | &port=1&ip=2001%3adb8%3A:7 | leecher 2001:db8:0:0:0:0:0:7:1",
        "ip of a host name | &port=1&ip=peer.example.org | leecher 127.0.0.1:1",
        "ip of i2p | &port=1&ip=ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p | leecher 127.0.0.1:1",
        "ip of nothing | &port=1&ip= | leecher 127.0.0.1:1",
        "ip of any | &port=1&ip=0.0.0.0 | leecher 127.0.0.1:1",
        "ip of many | &port=1&ip=224.0.0.1 | leecher 127.0.0.1:1",
        "ip of all | &port=1&ip=255.255.255.255 | leecher 127.0.0.1:1",
        "ip with brackets | &port=1&ip=%5B2001:db8::7%5D | leecher 127.0.0.1:1",
        "ip, the second one usable | &port=1&ip=x&ip=192.0.2.8 | leecher 192.0.2.8:1",
        // repeated ids, flags, and ignored parameters
        "info_hash twice, the same | &port=1&info_hash=HHHHHHHHHHHHHHHHHHH%48 | leecher 127.0.0.1:1",
        "port twice, the same | &port=1&port=1 | leecher 127.0.0.1:1",
        "compact of words | &port=1&compact=yes&no_peer_id=maybe | leecher 127.0.0.1:1",
        "names without a value | &port=1&compact&left&ip&&=&=x | leecher 127.0.0.1:1",
        "counters of any kind | &port=1&uploaded=-1&downloaded=&corrupt=x&redundant=99999999999999999999 | leecher 127.0.0.1:1",
        // parameters that identify the peer must be valid
        "info_hash twice, another | &port=1&info_hash=IIIIIIIIIIIIIIIIIIII | failure: info_hash is there twice",
        "peer_id twice, another | &port=1&peer_id=IIIIIIIIIIIIIIIIIIII | failure: peer_id is there twice",
        "port twice, another | &port=1&port=2 | failure: port is there twice",
        "port of nothing | &port= | failure: port is not a number",
        "port of words | &port=http | failure: port is not a number",
        "port beyond all bounds | &port=65536 | failure: port is not a number",
        "port of -1 | &port=-1 | failure: port is not a number",
      })
  void listsAPeerByTheUsableFields(String name, String query, String expected) {
    RawHttp.Response response = http.get("/announce?" + IDS + query).receive();

    assertThat(response.status()).isEqualTo(200);
    if (expected.startsWith("failure: ")) {
      assertThat(response.body()).startsWith("d14:failure reason").contains(expected.substring(9));
      assertThat(listed()).isEmpty();
    } else {
      assertThat(response.body()).startsWith("d8:complete").contains("5:peers");
      assertThat(listed()).isEqualTo(expected.matches("not listed|gone") ? "" : expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "capital hex | %C3%A9%FF%00bcdefghijklmnopq | c3a9ff0062636465666768696a6b6c6d6e6f7071",
        "small hex | %c3%a9%ff%00bcdefghijklmnopq | c3a9ff0062636465666768696a6b6c6d6e6f7071",
        "raw bytes | \u00c3\u00a9\u00ff%00bcdefghijklmnopq | c3a9ff0062636465666768696a6b6c6d6e6f7071",
        "a plus sign | +++abcdefghijklmnopq | 2b2b2b6162636465666768696a6b6c6d6e6f7071",
        "32 bytes | abcdefghijklmnopqrstuvwxyz012345 | 6162636465666768696a6b6c6d6e6f707172737475767778797a303132333435",
      })
  void readsIdsHoweverTheyAreWritten(String name, String hash, String hex) {
    http.get("/announce?port=1&info_hash=" + hash + "&peer_id=" + hash).receive();

    InfoHash swarm = InfoHash.parse((hex + "0".repeat(64)).substring(0, 64));
    assertThat(store.scrape(swarm).join().peers()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"&port=0, 12", "'', 12", "&port=0&numwant=1, 6", "&event=stopped, 0"})
  void givesPeersToAPeerThatOthersCannotConnectTo(String query, int bytes) {
    for (int other = 1; other <= 2; other++) {
      http.get("/announce?info_hash=" + HASH + "&port=" + other + "&peer_id=" + id(other))
          .receive();
    }

    String answer = http.get("/announce?" + IDS + query).receive().body();

    assertThat(answer).contains("10:incompletei2e").contains("5:peers" + bytes + ":");
  }

  private static String id(int number) {
    return Integer.toString(number).repeat(20);
  }

  private String listed() {
    return StreamSupport.stream(store.members(SWARM).spliterator(), false)
        .map(AnnouncesAsSentOverHttpTest::text)
        .collect(Collectors.joining(", "));
  }

  private static String text(SwarmPeer peer) {
    String role = peer.seeder() ? "seeder " : "leecher ";
    return role + peer.address().ip().getHostAddress() + ":" + peer.address().port();
  }
}
