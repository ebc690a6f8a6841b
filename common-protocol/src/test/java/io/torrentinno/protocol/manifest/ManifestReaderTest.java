package io.torrentinno.protocol.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  @Test
  void readsTheManifestOfTheSpecification() throws ManifestException {
    Manifest manifest = read(Manifests.json("trackerPort", "8080"));

    assertThat(manifest).isEqualTo(Manifests.vector(Manifests.DATE));
    assertThat(manifest.layout().length()).isEqualTo(132_072);
  }

  @Test
  void readsThePortAsAStringToo() throws ManifestException {
    assertThat(read(Manifests.json("trackerPort", "'8080'")).trackerPort()).isEqualTo(8080);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'tracker'", "'tracker.example.org'", "'10.0.0.1'", "'2001:db8::1'"})
  void takesAddressesAndHostNamesOfTrackers(String trackerIp) throws ManifestException {
    assertThat("'" + read(Manifests.json("trackerIp", trackerIp)).trackerIp() + "'")
        .isEqualTo(trackerIp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a'", "'..a'", "'a b; ü.mp4'", "'.hidden'", "'😀'", "'torrentinno'"})
  void takesPlainFileNames(String name) throws ManifestException {
    assertThat("'" + read(Manifests.json("name", name)).name() + "'").isEqualTo(name);
  }

  @Test
  void ignoresUnknownFields() throws ManifestException {
    String json = Manifests.json("comment", "'Video; with ünïcode','x':[{'name':1}]");

    assertThat(read(json)).isEqualTo(Manifests.vector(Manifests.DATE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "trackerIp|''",
        "trackerIp|7",
        "trackerIp|'a/b'",
        "trackerIp|'user@host'",
        "trackerIp|'host:80'",
        "trackerIp|'-host'",
        "trackerPort|0",
        "trackerPort|65536",
        "trackerPort|-1",
        "trackerPort|8080.0",
        "trackerPort|'08080'",
        "trackerPort|'+8080'",
        "trackerPort|'65536'",
        "trackerPort|''",
        "trackerPort|[8080]",
        "trackerPort|99999999999999999999",
        "comment|1",
        "comment|'\\ud800'",
        "creationDate|'yesterday'",
        "creationDate|1746124987",
        "creationDate|'2025-02-30T00:00:00'",
        "creationDate|'2025-05-01\\udc00'",
        "name|''",
        "name|'.'",
        "name|'..'",
        "name|'../escape'",
        "name|'/etc/passwd'",
        "name|'a/b'",
        "name|'a\\\\b'",
        "name|'a\\u0000'",
        "name|'a\\nb'",
        "name|'\\ud83d'",
        "name|'.torrentinno'",
        "name|'.torrentinno-file'",
        "name|{}",
        "pieces|[]",
        "pieces|{}",
        "pieces|[7]",
        "pieces|[[]]",
        "size|0",
        "size|-1",
        "size|1073741825",
        "size|4294967297",
        "size|99999999999999999999",
        "size|1.0",
        "size|'65536'",
        "sha256|'00'",
        "sha256|''",
        "sha256|7",
        "sha256|'0g8b6f653bebc184e1479f1935b8da974d701b893afcf49e701f3e2f9f9c5abf'"
      })
  void refusesAndNamesAFieldThatIsInvalid(String field, String value) {
    String json = Manifests.json(field, value);

    ManifestException refusal = refusal(json);

    assertThat(refusal.reason()).as(json).isEqualTo(Reason.INVALID_FIELD);
    assertThat(refusal).hasMessageStartingWith(place(field));
  }

  @Test
  void refusesANameThatIsLongerThanFileSystemsTake() throws ManifestException {
    assertThat(read(Manifests.json("name", "'" + "ü".repeat(127) + "a'")).name()).hasSize(128);
    assertThat(refusal(Manifests.json("name", "'" + "ü".repeat(128) + "'")).reason())
        .isEqualTo(Reason.INVALID_FIELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trackerIp",
        "trackerPort",
        "comment",
        "creationDate",
        "name",
        "pieces",
        "sha256",
        "size"
      })
  void namesTheFieldThatIsMissing(String field) {
    String absent = Manifests.json("comment", "''").replaceFirst("'" + field + "'", "'other'");

    ManifestException refusal = refusal(absent);

    assertThat(refusal.reason()).isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal).hasMessage(place(field) + " is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trackerPort", "comment", "pieces", "sha256", "size"})
  void treatsNullAsAMissingField(String field) {
    assertThat(refusal(Manifests.json(field, "null"))).hasMessage(place(field) + " is missing");
  }

  /** The name of a field in a message. */
  private static String place(String field) {
    return field.equals("size") || field.equals("sha256") ? "pieces[0]." + field : field;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name|'a','name':'b'",
        "comment|'','pieces':[]",
        "size|1,'size':1",
        "comment|'','name':null"
      })
  void refusesAFieldThatIsThereTwice(String field, String value) {
    assertThat(refusal(Manifests.json(field, value)).reason()).isEqualTo(Reason.DUPLICATE_FIELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "[]", "null", "7", "{", "{'name':}", "{'name':'a'", "{,}"})
  void refusesWhatIsNotAJsonObject(String json) {
    assertThat(refusal(json).reason()).isEqualTo(Reason.MALFORMED_JSON);
  }

  @Test
  void refusesAManifestThatIsCutShortOrGoesOn() {
    String whole = Manifests.json("comment", "''");

    for (int length = 0; length < whole.length(); length++) {
      assertThat(refusal(whole.substring(0, length)).reason()).isEqualTo(Reason.MALFORMED_JSON);
    }
    assertThat(refusal(whole + "{}").reason()).isEqualTo(Reason.MALFORMED_JSON);
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] json = Manifests.json("comment", "'#'").replace('\'', '"').getBytes(UTF_8);
    json[new String(json, UTF_8).indexOf('#')] = (byte) 0xFF;

    assertThat(
            catchThrowableOfType(ManifestException.class, () -> ManifestReader.read(json)).reason())
        .isEqualTo(Reason.MALFORMED_JSON);
  }

  @Test
  void refusesDeepNesting() {
    String json = Manifests.json("comment", "'','x':" + "[".repeat(100_000) + "]".repeat(100_000));

    assertThat(refusal(json).reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void refusesMoreThanAMillionPieces() {
    String piece = Manifests.piece("0".repeat(64), 1);
    String pieces = "[" + String.join(",", Collections.nCopies(1_000_001, piece)) + "]";

    assertThat(refusal(Manifests.json("pieces", pieces)).reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void stopsReadingATextThatIsTooLong() {
    byte[] blank = " ".repeat(1024 * 1024).getBytes(UTF_8);
    Stream<InputStream> blanks =
        Collections.nCopies(129, blank).stream().map(ByteArrayInputStream::new);
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[] {'{'}),
            new SequenceInputStream(Collections.enumeration(blanks.toList())));

    ManifestException refusal =
        catchThrowableOfType(ManifestException.class, () -> ManifestReader.read(endless));

    assertThat(refusal.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void leavesStreamsOpenAndPassesTheirFailuresOn() throws IOException, ManifestException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    byte[] json = Manifests.json("comment", "''").replace('\'', '"').getBytes(UTF_8);
    InputStream open =
        new ByteArrayInputStream(json) {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };

    assertThat(ManifestReader.read(open).comment()).isEmpty();
    assertThatThrownBy(() -> ManifestReader.read(broken))
        .isInstanceOf(IOException.class)
        .hasMessage("Stream closed");
  }

  private static Manifest read(String json) throws ManifestException {
    return ManifestReader.read(json.replace('\'', '"'));
  }

  private static ManifestException refusal(String json) {
    return catchThrowableOfType(ManifestException.class, () -> read(json));
  }
}
