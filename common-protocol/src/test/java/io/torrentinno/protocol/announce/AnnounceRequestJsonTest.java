package io.torrentinno.protocol.announce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.protocol.announce.AnnounceException.Reason;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnounceRequestJsonTest {
  private static final String PEER_ID = "0a".repeat(32);
  private static final String INFO_HASH = "b1".repeat(32);
  private static final String WHO =
      "'peerId':'" + PEER_ID + "','infoHash':'" + INFO_HASH + "','publicIp':'192.0.2.7'";
  private static final AnnouncedPeer PEER =
      new AnnouncedPeer(
          PeerId.parse(PEER_ID), InfoHash.parse(INFO_HASH), PeerAddress.of("192.0.2.7", 6881));

  @Test
  void readsWhatATi1ClientSends() throws AnnounceException {
    AnnounceRequest request = read("{" + WHO + ",'publicPort':'6881'}");

    assertThat(request).isEqualTo(AnnounceRequest.of(PEER));
  }

  @Test
  void readsThePortAsANumberToo() throws AnnounceException {
    AnnounceRequest request = read("{" + WHO + ",'publicPort':6881}");

    assertThat(request.address().port()).isEqualTo(6881);
  }

  @Test
  void readsEveryOptionalField() throws AnnounceException {
    AnnounceRequest request =
        read(
            "{"
                + WHO
                + ",'publicPort':6881,'event':'completed','left':9223372036854775807,"
                + "'uploaded':2,'downloaded':3,'numWant':0,'zone':'rack-1','key':'5E9d04c7'}");

    assertThat(request)
        .isEqualTo(
            new AnnounceRequest(
                PEER,
                AnnounceEvent.COMPLETED,
                Progress.of(Long.MAX_VALUE, 2, 3),
                OptionalInt.of(0),
                new PeerDetails("rack-1", new AnnounceKey(0x5e9d04c7))));
  }

  @Test
  void treatsNullAsAMissingField() throws AnnounceException {
    AnnounceRequest request =
        read("{" + WHO + ",'publicPort':6881,'event':null,'left':null,'zone':null,'key':null}");

    assertThat(request.progress().left()).isEqualTo(OptionalLong.empty());
    assertThat(request).isEqualTo(AnnounceRequest.of(PEER));
  }

  @Test
  void ignoresUnknownFieldsAndThoseOfResponses() throws AnnounceException {
    AnnounceRequest request =
        read("{'x':{'y':[1,{}]},'x':2,'peers':[{}]," + WHO + ",'publicPort':6881,'interval':'z'}");

    assertThat(request).isEqualTo(AnnounceRequest.of(PEER));
  }

  @Test
  void readsBackWhatItWrites() throws AnnounceException {
    AnnounceRequest request =
        new AnnounceRequest(
            PEER,
            AnnounceEvent.STOPPED,
            Progress.of(1, 2, 3),
            OptionalInt.of(50),
            new PeerDetails("zöne \"1\"", new AnnounceKey(7)));

    assertThat(AnnounceReader.readRequest(AnnounceWriter.write(request))).isEqualTo(request);
  }

  @Test
  void readsAKeyOfZerosAsNone() throws AnnounceException {
    AnnounceRequest request = read("{" + WHO + ",'publicPort':6881,'key':'00000000'}");

    assertThat(request).isEqualTo(AnnounceRequest.of(PEER));
  }

  /** A key is a secret, and requests get into logs. */
  @Test
  void doesNotTellItsKeyInText() {
    PeerDetails details = new PeerDetails(null, AnnounceKey.parse("5e9d04c7"));

    assertThat(details.toString()).doesNotContainIgnoringCase("5e9d04c7");
  }

  @Test
  void writesATi1RequestWithStringsOnly() {
    byte[] json = AnnounceWriter.write(AnnounceRequest.of(PEER));

    assertThat(new String(json, UTF_8))
        .isEqualTo(("{" + WHO + ",'publicPort':'6881'}").replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "[]",
        "null",
        "'text'",
        "{",
        "{'peerId'",
        "{'peerId':",
        "{,}",
        "{'left':01}",
        "{'zone':'\\u00'}",
        "{/* no */}"
      })
  void refusesWhatIsNotAJsonObject(String json) {
    assertThat(refusal(json).reason()).isEqualTo(Reason.MALFORMED_JSON);
  }

  @Test
  void refusesWhatFollowsTheObject() {
    assertThat(refusal("{" + WHO + ",'publicPort':1} {}").reason())
        .isEqualTo(Reason.MALFORMED_JSON);
  }

  @Test
  void refusesDeepNesting() {
    String json = "{'x':" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(refusal(json).reason()).isEqualTo(Reason.MALFORMED_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"peerId", "infoHash", "publicIp", "publicPort"})
  void namesTheFieldThatIsMissing(String field) {
    String json = ("{" + WHO + ",'publicPort':6881}").replace("'" + field + "'", "'other'");

    AnnounceException refusal = refusal(json);

    assertThat(refusal.reason()).isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal).hasMessage(field + " is missing");
  }

  @Test
  void refusesAFieldThatIsThereTwice() {
    AnnounceException refusal = refusal("{" + WHO + ",'publicPort':1,'publicPort':2}");

    assertThat(refusal.reason()).isEqualTo(Reason.DUPLICATE_FIELD);
    assertThat(refusal).hasMessageStartingWith("publicPort ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "peerId|'00'",
        "peerId|12",
        "peerId|{'a':1}",
        "infoHash|''",
        "infoHash|'0g0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a'",
        "infoHash|'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a'",
        "publicIp|'localhost'",
        "publicIp|'tracker.example.org'",
        "publicIp|''",
        "publicIp|'127.1'",
        "publicIp|'2130706433'",
        "publicIp|'127.0.0.01'",
        "publicIp|'256.0.0.1'",
        "publicIp|'0x7f.0.0.1'",
        "publicIp|'1.2.3.4 '",
        "publicIp|'[::1]'",
        "publicIp|'fe80::1%eth0'",
        "publicIp|'fe80::1%1'",
        "publicIp|'1::2::3'",
        "publicIp|2130706433",
        "publicIp|['127.0.0.1']",
        "publicPort|0",
        "publicPort|'0'",
        "publicPort|65536",
        "publicPort|'65536'",
        "publicPort|-1",
        "publicPort|'-1'",
        "publicPort|'+80'",
        "publicPort|''",
        "publicPort|'80a'",
        "publicPort|'99999999999999999999'",
        "publicPort|99999999999999999999",
        "publicPort|80.0",
        "publicPort|8e1",
        "publicPort|true",
        "event|'paused'",
        "event|'none'",
        "event|''",
        "event|1",
        "left|-1",
        "left|'1'",
        "left|9223372036854775808",
        "left|1.5",
        "uploaded|-1",
        "downloaded|-1",
        "numWant|-1",
        "numWant|2147483648",
        "zone|''",
        "zone|7",
        "zone|'a\\nb'",
        "key|7",
        "key|''",
        "key|'5e9d04c'",
        "key|'5e9d04c70'",
        "key|'0x9d04c7'",
        "zone|'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"
      })
  void refusesAndNamesAFieldThatIsInvalid(String field, String value) {
    String valid = "{" + WHO + ",'publicPort':6881}";
    String json =
        valid.contains("'" + field + "'")
            ? valid.replaceFirst(
                "'" + field + "':('[^']*'|\\d+)", "'" + field + "':" + quote(value))
            : "{'" + field + "':" + value + "," + valid.substring(1);

    AnnounceException refusal = refusal(json);

    assertThat(refusal.reason()).as(json).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal).hasMessageStartingWith(field + " is not ");
  }

  private static String quote(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  private static AnnounceRequest read(String json) throws AnnounceException {
    return AnnounceReader.readRequest(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static AnnounceException refusal(String json) {
    return catchThrowableOfType(AnnounceException.class, () -> read(json));
  }
}
