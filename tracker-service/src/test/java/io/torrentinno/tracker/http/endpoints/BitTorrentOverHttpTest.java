package io.torrentinno.tracker.http.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import io.torrentinno.tracker.http.HttpEndpointUnderTest;
import io.torrentinno.tracker.http.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BEP 3, 7, 23 and 48, byte for byte. */
class BitTorrentOverHttpTest {
  private static final String SWARM = "info_hash=%01%ff%26%25aaaaaaaaaaaaaaaa";

  private final HttpEndpointUnderTest endpoint = new HttpEndpointUnderTest(Policy.TRUST);
  private final RawHttp http = endpoint.connect();

  @AfterEach
  void close() {
    http.close();
    endpoint.close();
  }

  private static String id(String name) {
    return name + "-".repeat(20 - name.length());
  }

  private static String counts(int seeders, int leechers) {
    return "d8:completei%de10:incompletei%de8:intervali15e".formatted(seeders, leechers);
  }

  private String announce(String peer, String more) {
    return http.get("/announce?" + SWARM + "&peer_id=" + id(peer) + more).receive().body();
  }

  @Test
  void givesPeersEachOther() {
    assertThat(announce("first", "&port=6881")).isEqualTo(counts(0, 1) + "5:peers0:e");
    assertThat(announce("second", "&port=6882&left=0"))
        .isEqualTo(counts(1, 1) + "5:peers6:\u007f\0\0\1\u001a\u00e1e");
  }

  @Test
  void givesADictionaryForEachPeerWhenAskedTo() {
    announce("first", "&port=6881");

    assertThat(announce("second", "&port=1&compact=0"))
        .isEqualTo(
            counts(0, 2)
                + "5:peersld2:ip9:127.0.0.17:peer id20:"
                + id("first")
                + "4:porti6881eeee");
    assertThat(announce("second", "&port=1&compact=0&no_peer_id=1"))
        .isEqualTo(counts(0, 2) + "5:peersld2:ip9:127.0.0.14:porti6881eeee");
  }

  @Test
  void givesIpv6PeersBesideTheOthers() {
    announce("first", "&port=258&ip=2001%3Adb8::1");

    assertThat(announce("second", "&port=1"))
        .isEqualTo(
            counts(0, 2) + "5:peers0:6:peers618: \u0001\r\u00b8" + "\0".repeat(11) + "\1\1\2e");
  }

  @Test
  void readsValuesWhoseEveryCharacterIsEscaped() {
    announce("first", "&port=%32%35%38&ip=%31%39%32.%30.%32.%31&compact=%31&left=%30");

    assertThat(announce("second", "&port=1"))
        .isEqualTo(counts(1, 1) + "5:peers6:\u00c0\0\2\1\1\2e");
  }

  @Test
  void ignoresTheAddressesThatBep7NoLongerHas() {
    announce("first", "&port=258&ipv4=192.0.2.1&ipv6=2001%3Adb8::1");

    assertThat(announce("second", "&port=1"))
        .isEqualTo(counts(0, 2) + "5:peers6:\u007f\0\0\1\1\2e");
  }

  @Test
  void acceptsIdsOfThirtyTwoBytes() {
    String swarm = "/announce?info_hash=" + "%41".repeat(32) + "&port=7&compact=0&peer_id=";
    http.get(swarm + "p".repeat(32)).receive();

    assertThat(http.get(swarm + "q".repeat(32)).receive().body())
        .contains("7:peer id32:" + "p".repeat(32) + "4:porti7e");
  }

  @Test
  void givesNoMorePeersThanAreWanted() {
    announce("first", "&port=1");
    announce("second", "&port=2");

    assertThat(announce("third", "&port=3&numwant=1")).contains("5:peers6:");
    assertThat(announce("third", "&port=3&numwant=0")).contains("5:peers0:");
    assertThat(announce("third", "&port=3&numwant=-1")).contains("5:peers12:");
  }

  @Test
  void removesAPeerThatStopped() {
    announce("first", "&port=1&event=started");

    assertThat(announce("first", "&port=1&event=stopped")).startsWith(counts(0, 0));
  }

  @Test
  void scrapesSwarmsInTheOrderOfTheirHashes() {
    announce("first", "&port=1&left=0&event=completed");
    announce("second", "&port=1&left=9");

    String scrape = http.get("/scrape?info_hash=" + "z".repeat(20) + "&" + SWARM).receive().body();

    assertThat(scrape)
        .isEqualTo(
            "d5:filesd20:\1\u00ff&%aaaaaaaaaaaaaaaa"
                + "d8:completei1e10:downloadedi1e10:incompletei1ee20:"
                + "z".repeat(20)
                + "d8:completei0e10:downloadedi0e10:incompletei0eeee");
  }

  @ParameterizedTest
  @CsvSource({
    "peer_id=aaaaaaaaaaaaaaaaaaaa&port=1, info_hash is missing",
    "info_hash=aaaaaaaaaaaaaaaaaaaa&port=1, peer_id is missing",
    "info_hash=aaaaaaaaaaaaaaaaaaa, 20 or 32 bytes",
    "info_hash=aaaaaaaaaaaaaaaaaaaaa, 20 or 32 bytes",
    "info_hash=%4, broken escape",
    "info_hash=%xyaaa, broken escape",
    "'', info_hash is missing"
  })
  void namesWhatIsWrongWithStatus200(String query, String reason) {
    RawHttp.Response response = http.get("/announce?" + query).receive();

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).startsWith("d14:failure reason").contains(reason);
  }

  @Test
  void refusesAScrapeWithoutAnInfoHash() {
    assertThat(http.get("/scrape").receive().body()).startsWith("d14:failure reason");
    StringBuilder all = new StringBuilder("/scrape?");
    for (int i = 0; i <= 74; i++) {
      all.append("info_hash=aaaaaaaaaaaaaaaaa%03d&".formatted(i));
    }
    assertThat(http.get(all.toString()).receive().body()).contains("1 to 74");
  }
}
