package io.torrentinno.protocol.announce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.protocol.announce.AnnounceException.Reason;
import io.torrentinno.protocol.announce.table.PeerTableWriter;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnounceResponseJsonTest {
  private static final String INFO_HASH = "b1".repeat(32);
  private static final InfoHash RESOURCE = InfoHash.parse(INFO_HASH);
  private static final AnnouncedPeer FIRST = peer("0a".repeat(32), "192.0.2.7", 6881);
  private static final AnnouncedPeer SECOND = peer("0b".repeat(32), "2001:db8::1", 65535);

  @Test
  void readsWhatATi1TrackerAnswers() throws AnnounceException {
    AnnounceResponse response =
        read(
            "{'infoHash':'"
                + INFO_HASH
                + "','peers':["
                + entry(FIRST)
                + ","
                + entry(SECOND)
                + "]}");

    assertThat(response)
        .isEqualTo(new AnnounceResponse(RESOURCE, List.of(FIRST, SECOND), null, null));
  }

  @Test
  void readsIntervalAndSize() throws AnnounceException {
    AnnounceResponse response =
        read("{'interval':15,'seeders':2,'leechers':0,'peers':[],'infoHash':'" + INFO_HASH + "'}");

    assertThat(response.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(response.size()).isEqualTo(new SwarmSize(2, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'peers':null", ",'peers':[]"})
  void takesAnAbsentListForAnEmptyOne(String peers) throws AnnounceException {
    assertThat(read("{'infoHash':'" + INFO_HASH + "'" + peers + "}").peers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "null",
        "[[]]",
        "{}",
        "{'peerId':[1,{'infoHash':2}]}",
        "{'peerId':'0c','infoHash':'%s','publicIp':'192.0.2.1','publicPort':'1'}",
        "{'peerId':'%s','infoHash':'%s','publicIp':'localhost','publicPort':'1'}",
        "{'peerId':'%s','infoHash':'%s','publicIp':'192.0.2.1','publicPort':0}",
        "{'peerId':'%s','publicIp':'192.0.2.1','publicPort':1}",
        "{'peerId':'%s','infoHash':'0000000000000000000000000000000000000000000000000000000000000000','publicIp':'192.0.2.1','publicPort':1}"
      })
  void leavesOutEntriesThatAreNoPeersOfTheResource(String nonsense) throws AnnounceException {
    String entry = nonsense.replace("%s", INFO_HASH);

    AnnounceResponse response =
        read("{'infoHash':'" + INFO_HASH + "','peers':[" + entry + "," + entry(FIRST) + "]}");

    assertThat(response.peers()).containsExactly(FIRST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'peers':{}",
        "'peers':'none'",
        "'interval':0",
        "'interval':-5",
        "'interval':'15'",
        "'interval':1e9",
        "'interval':2147483648",
        "'seeders':-1",
        "'leechers':-1"
      })
  void refusesAnInvalidField(String field) {
    AnnounceException refusal = refusal("{'infoHash':'" + INFO_HASH + "'," + field + "}");

    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal).hasMessageStartingWith(field.substring(1, field.indexOf("':")));
  }

  @Test
  void refusesAnAnswerThatNamesNoResource() {
    assertThat(refusal("{'peers':[]}").reason()).isEqualTo(Reason.MISSING_FIELD);
  }

  @Test
  void refusesAnAnswerThatIsCutShort() {
    String whole = "{'infoHash':'" + INFO_HASH + "','peers':[" + entry(FIRST) + "]}";

    for (int length = 0; length < whole.length(); length++) {
      assertThat(refusal(whole.substring(0, length)).reason()).isEqualTo(Reason.MALFORMED_JSON);
    }
  }

  @Test
  void writesPortsAsStringsAndAnInfoHashIntoEveryEntry() {
    byte[] json =
        AnnounceWriter.write(
            new AnnounceResponse(
                RESOURCE, List.of(FIRST), Duration.ofSeconds(15), new SwarmSize(1, 2)));

    assertThat(new String(json, UTF_8))
        .isEqualTo(
            ("{'infoHash':'%s','peers':[{'peerId':'%s','infoHash':'%s','publicIp':'192.0.2.7',"
                    + "'publicPort':'6881'}],'interval':15,'seeders':1,'leechers':2}")
                .formatted(INFO_HASH, FIRST.peerId(), INFO_HASH)
                .replace('\'', '"'));
  }

  @Test
  void readsBackWhatItWrites() throws AnnounceException {
    AnnounceResponse response =
        new AnnounceResponse(
            RESOURCE, List.of(FIRST, SECOND), Duration.ofSeconds(30), new SwarmSize(0, 2));

    assertThat(AnnounceReader.readResponse(AnnounceWriter.write(response))).isEqualTo(response);
  }

  @Test
  void writesATableSwarmBySwarm() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (PeerTableWriter table = new PeerTableWriter(out)) {
      table.add(RESOURCE, List.of(FIRST));
      table.add(InfoHash.parse("c1".repeat(32)), List.of());
    }

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{'%s':{'%s':%s},'%s':{}}"
                .formatted(INFO_HASH, FIRST.peerId(), entry(FIRST), "c1".repeat(32))
                .replace('\'', '"'));
  }

  private static AnnouncedPeer peer(String peerId, String ip, int port) {
    return new AnnouncedPeer(PeerId.parse(peerId), RESOURCE, PeerAddress.of(ip, port));
  }

  private static String entry(AnnouncedPeer peer) {
    return "{'peerId':'%s','infoHash':'%s','publicIp':'%s','publicPort':'%d'}"
        .formatted(
            peer.peerId(),
            peer.infoHash(),
            peer.address().ip().getHostAddress(),
            peer.address().port());
  }

  private static AnnounceResponse read(String json) throws AnnounceException {
    return AnnounceReader.readResponse(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static AnnounceException refusal(String json) {
    return catchThrowableOfType(AnnounceException.class, () -> read(json));
  }

  @Test
  void listsAllLeechersWhenItListsAsManyPeersAsTheTrackerCounts() {
    assertThat(new AnnounceResponse(RESOURCE, List.of(FIRST), null, new SwarmSize(600, 1)))
        .returns(true, AnnounceResponse::listsAllLeechers);
    assertThat(new AnnounceResponse(RESOURCE, List.of(FIRST), null, new SwarmSize(600, 2)))
        .returns(false, AnnounceResponse::listsAllLeechers);
    assertThat(new AnnounceResponse(RESOURCE, List.of(FIRST), null, null))
        .returns(false, AnnounceResponse::listsAllLeechers);
  }
}
