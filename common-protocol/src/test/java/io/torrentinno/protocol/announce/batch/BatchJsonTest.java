package io.torrentinno.protocol.announce.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceException.Reason;
import io.torrentinno.protocol.announce.AnnounceKey;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.PeerDetails;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchJsonTest {
  private static final String HASH = "b1".repeat(32);
  private static final String WHO =
      "'peerId':'" + "0a".repeat(32) + "','publicIp':'192.0.2.7','publicPort':6881";
  private static final String ENTRY = "{'infoHash':'" + HASH + "'}";
  private static final int MOST_BODY_BYTES = 64 * 1024;

  @Test
  void wantsNoPeersUnlessTheyAreAskedFor() throws AnnounceException {
    BatchRequest batch = request("{" + WHO + ",'announces':[" + ENTRY + "]}");

    AnnounceRequest announce = batch.announce(batch.entries().getFirst());

    assertThat(announce.numWant()).isEqualTo(OptionalInt.of(0));
    assertThat(announce.infoHash()).isEqualTo(InfoHash.parse(HASH));
    assertThat(announce.address()).isEqualTo(PeerAddress.of("192.0.2.7", 6881));
  }

  @Test
  void theLongestBatchFitsIntoTheLongestBody() throws AnnounceException {
    List<BatchRequest.Entry> longest =
        LongStream.range(0, BatchRequest.MAX_ENTRIES)
            .mapToObj(i ->
                new BatchRequest.Entry(
                    new InfoHash(new Bytes32(-1, -1, -1, i)),
                    AnnounceEvent.COMPLETED,
                    Progress.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                    OptionalInt.of(Integer.MAX_VALUE)))
            .toList();
    BatchRequest request =
        new BatchRequest(
            PeerId.parse("ff".repeat(32)),
            PeerAddress.of("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535),
            new PeerDetails(
                "\u2028".repeat(PeerDetails.MAX_ZONE_LENGTH), new AnnounceKey(0xcafe_0001)),
            longest);

    byte[] json = BatchWriter.write(request);

    assertThat(json).hasSizeLessThan(MOST_BODY_BYTES);
    assertThat(BatchReader.readRequest(json)).isEqualTo(request);
  }

  @Test
  void refusesMoreEntriesThanABatchHas() {
    String entries = String.join(",", Collections.nCopies(BatchRequest.MAX_ENTRIES + 1, ENTRY));

    AnnounceException refusal = refusal("{" + WHO + ",'announces':[" + entries + "]}");

    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal).hasMessage("announces has more than 256 entries");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'announces':[]|announces is empty",
        "'announces':7|announces is not a list",
        "'announces':[7]|announces has an entry that is not an object",
        "'announces':[%s,{'infoHash':1}]|announces[1].infoHash is not a string",
        "'announces':[%s,%s,{'infoHash':'00'}]|announces[2].infoHash is not 64 hex digits",
        "'announces':[{'event':'none'}]|announces[0].event is not started, completed or stopped",
        "'announces':[{'left':-1}]|announces[0].left is not between 0 and 9223372036854775807",
        "'announces':[{'numWant':2147483648}]|announces[0].numWant is not between 0 and 2147483647",
        "'announces':[%s],'zone':''|zone is not 1 to 64 printable characters",
        "'announces':[%s],'key':'cafe'|key is not 8 hex digits",
      })
  void refusesAndNamesAFieldThatIsInvalid(String fields, String message) {
    AnnounceException refusal = refusal("{" + WHO + "," + fields.replace("%s", ENTRY) + "}");

    assertThat(refusal).hasMessage(message);
    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_FIELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{%s}|announces is missing",
        "{%s,'announces':null}|announces is missing",
        "{%s,'announces':[{'left':0}]}|announces[0].infoHash is missing",
        "{'announces':[{'infoHash':'%h'}]}|peerId is missing",
      })
  void namesTheFieldThatIsMissing(String json, String message) {
    AnnounceException refusal = refusal(json.replace("%s", WHO).replace("%h", HASH));

    assertThat(refusal).hasMessage(message);
    assertThat(refusal.reason()).isEqualTo(Reason.MISSING_FIELD);
  }

  @Test
  void namesTheFieldThatIsThereTwice() {
    AnnounceException refusal =
        refusal("{" + WHO + ",'announces':[{'infoHash':'" + HASH + "','infoHash':null}]}");

    assertThat(refusal).hasMessage("announces[0].infoHash is there twice");
    assertThat(refusal.reason()).isEqualTo(Reason.DUPLICATE_FIELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "[]",
        "{}",
        "{'peerId':'0c','publicIp':'192.0.2.1','publicPort':'1'}",
        "{'peerId':'%s','publicIp':'localhost','publicPort':'1'}",
        "{'peerId':'%s','publicIp':'192.0.2.1','publicPort':[{}]}",
      })
  void leavesOutPeersThatAreNone(String nonsense) throws AnnounceException {
    String good = "{'peerId':'" + HASH + "','publicIp':'192.0.2.1','publicPort':'1'}";

    BatchResponse response =
        response(
            "{'interval':9,'announces':[{'seeders':1,'leechers':2,'peers':["
                + nonsense.replace("%s", HASH)
                + ","
                + good
                + "]}]}");

    assertThat(response.results().getFirst().peers())
        .containsExactly(
            new BatchResponse.Peer(PeerId.parse(HASH), PeerAddress.of("192.0.2.1", 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'announces':[]}",
        "{'interval':1}",
        "{'interval':0,'announces':[]}",
        "{'interval':1,'announces':[{'seeders':1}]}",
        "{'interval':1,'announces':[7]}",
        "{'interval':1,'announces':[{'seeders':1,'leechers':1,'unlisted':7}]}",
      })
  void refusesAnInvalidAnswer(String json) {
    assertThat(catchThrowableOfType(AnnounceException.class, () -> response(json))).isNotNull();
  }

  private static BatchRequest request(String json) throws AnnounceException {
    return BatchReader.readRequest(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static BatchResponse response(String json) throws AnnounceException {
    return BatchReader.readResponse(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static AnnounceException refusal(String json) {
    return catchThrowableOfType(AnnounceException.class, () -> request(json));
  }
}
