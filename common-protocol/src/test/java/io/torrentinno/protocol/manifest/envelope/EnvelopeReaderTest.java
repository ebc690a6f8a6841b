package io.torrentinno.protocol.manifest.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import io.torrentinno.protocol.manifest.v2.InfoDocument;
import io.torrentinno.protocol.manifest.v2.InfoReader;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
  private static final InfoHash PREVIOUS = InfoHash.parse("ab".repeat(32));

  @Test
  void readsTheEnvelopeOfTheSpecification() throws ManifestException, IOException {
    var manifest = EnvelopeReader.read(stream(Golden.text("envelope.json")), InfoReader::read);
    Envelope envelope = manifest.envelope();
    InfoDocument tree = InfoReader.read(Golden.text("info-tree.json").getBytes(UTF_8));

    assertThat(manifest.info()).isEqualTo(tree);
    assertThat(manifest.infoHash()).isEqualTo(tree.infoHash());
    assertThat(envelope.trackers())
        .containsExactly(
            "http://tracker.example.org:8080",
            "[2001:db8::1]:8080",
            "udp://tracker.example.org:6969");
    assertThat(envelope.comment()).isEqualTo("Nightly build; with ünïcode\n");
    assertThat(envelope.previous()).isEqualTo(PREVIOUS);
    assertThat(envelope.copyHints())
        .containsExactly(new CopyHints(PREVIOUS, Bytes32.parse("cd".repeat(32)), 48_120));
    assertThat(envelope.sources()).containsExactly("https://files.example.org/model/");
    assertThat(envelope.signatures())
        .singleElement()
        .asString()
        .startsWith("-----BEGIN SSH SIGNATURE-----\n");
  }

  @Test
  void writesTheEnvelopeOfTheSpecificationByteForByte() throws ManifestException, IOException {
    String golden = Golden.text("envelope.json");
    var manifest = EnvelopeReader.read(stream(golden), InputStream::readAllBytes);

    byte[] written =
        EnvelopeWriter.write(manifest.envelope(), manifest.info(), manifest.infoHash());

    assertThat(new String(written, UTF_8)).isEqualTo(golden);
  }

  @Test
  void keepsWhatItDoesNotKnowWhenOtherFieldsChange() throws ManifestException, IOException {
    String fields = "'x':{'y':[1.50,1e400,123456789012345678901,null,'ü\\n']},'trackers':['a:1']";

    Envelope changed =
        read(fields)
            .withTrackers(List.of("b:2", "c:3"))
            .withComment("new")
            .withPrevious(PREVIOUS)
            .withSources(List.of("http://h/"))
            .withCopyHints(List.of(new CopyHints(PREVIOUS, PREVIOUS.value(), 7)))
            .withSignatures(List.of("s"));

    String written = new String(EnvelopeWriter.write(changed, new byte[0], PREVIOUS), UTF_8);
    assertThat(written)
        .contains("\"x\": {\"y\":[1.50,1E+400,123456789012345678901,null,\"ü\\n\"]},\n")
        .contains("\"trackers\": [\"b:2\",\"c:3\"],\n");
    assertThat(changed.trackers()).containsExactly("b:2", "c:3");
    assertThat(changed.comment()).isEqualTo("new");
    assertThat(changed.previous()).isEqualTo(PREVIOUS);
    assertThat(changed.sources()).containsExactly("http://h/");
    assertThat(changed.copyHints()).hasSize(1);
    assertThat(changed.signatures()).containsExactly("s");
  }

  @Test
  void saysNothingWhereNothingIsSaid() throws ManifestException, IOException {
    assertThat(read("'x':1").trackers()).isEmpty();
    assertThat(read("'trackers':null,'comment':null").comment()).isEmpty();
    assertThat(read("'x':1").previous()).isNull();
    assertThat(Envelope.EMPTY.signatures()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'info':'#','version':2}",
        "{'version':2,'info':'#'}",
        " \n{ 'a' : [ { 'info' : 'no' , 'b':']}' } ] , 'info'\t:\r\n '#' , 'version':2 } \n",
        "{'a':'\\\\\\'','info':'#','version':2,'b':{'info':7}}"
      })
  void findsTheInfoDocumentWhereverItStands(String manifest) throws ManifestException, IOException {
    assertThat(info(manifest.replace("#", "bytes of it"))).isEqualTo("bytes of it");
  }

  @Test
  void undoesTheEscapesOfJson() throws ManifestException, IOException {
    String string = "\\'\\\\\\/\\b\\f\\n\\r\\t\\u00fC\\u20ac\\uD83D\\ude00ü€😀\u007f";

    assertThat(info("{'version':2,'info':'" + string + "'}"))
        .isEqualTo("\"\\/\b\f\n\r\tü€😀ü€😀\u007f");
  }

  @Test
  void escapesWhateverAnInfoDocumentMayHave() throws ManifestException, IOException {
    StringBuilder all = new StringBuilder("{\"\\ü€😀");
    for (char c = 0; c < 0x80; c++) {
      all.append(c);
    }
    String info = all.toString().repeat(200);

    byte[] manifest = EnvelopeWriter.write(Envelope.EMPTY, info.getBytes(UTF_8), hash(info));

    assertThat(
            EnvelopeReader.read(new ByteArrayInputStream(manifest), InputStream::readAllBytes)
                .info())
        .isEqualTo(info.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|MISSING_FIELD|version is missing",
        "{'version':2}|MISSING_FIELD|info is missing",
        "{'version':2,'info':null}|MISSING_FIELD|info is missing",
        "{'version':3,'info':'x'}|UNKNOWN_VERSION|version is not 2",
        "{'version':'2','info':'x'}|UNKNOWN_VERSION|version is not 2",
        "{'version':2,'info':{}}|INVALID_FIELD|info is not a string",
        "{'version':2,'\\u0069nfo':'x'}|INVALID_FIELD|the name of the field is written with"
            + " escapes",
        "{'version':2,'info':'x','info':'x'}|DUPLICATE_FIELD|info is there twice",
        "{'version':2,'info':'x','\\u0069nfo':'y'}|DUPLICATE_FIELD|info is there twice",
        "{'version':2,'version':2,'info':'x'}|DUPLICATE_FIELD|version is there twice",
        "{'version':2,'two\\nlines':1,'two\\nlines':2,'info':'x'}|DUPLICATE_FIELD|is there twice",
        "{'version':2,'info':'x','infoHash':'00'}|INVALID_FIELD|infoHash is not 64 hex digits",
        "{'version':2,'info':'x'}{}|MALFORMED_JSON|",
        "{'version':2,'info':'x'|MALFORMED_JSON|the JSON is malformed in line 1: ",
        "{'version':2,'info':'x|MALFORMED_JSON|the string info has no closing quote",
        "{'version':2,'info':'\\x'}|MALFORMED_JSON|escape",
        "{'version':2,'info':'\\u00g0'}|MALFORMED_JSON|escape",
        "{'version':2,'info':'\\ud800'}|MALFORMED_JSON|half a surrogate pair",
        "{'version':2,'info':'\\udc00\\ud800'}|MALFORMED_JSON|half a surrogate pair",
        "{'version':2,'info':'\\ud800\\ud800'}|MALFORMED_JSON|half a surrogate pair",
        "[]|MALFORMED_JSON|the document is not a JSON object",
        "['info'  'x']|MALFORMED_JSON|",
        "x|MALFORMED_JSON|",
        "``|MALFORMED_JSON|",
        "{'version':2,'info':'x','trackers':'a:1'}|INVALID_FIELD|trackers is not a list",
        "{'version':2,'info':'x','trackers':[7]}|INVALID_FIELD|trackers[0] is not a string",
        "{'version':2,'info':'x','trackers':['']}|INVALID_FIELD|trackers[0] is empty",
        "{'version':2,'info':'x','trackers':['a\\n']}|INVALID_FIELD|trackers[0] has a control",
        "{'version':2,'info':'x','sources':['u']}|INVALID_FIELD|sources[0] is not an object",
        "{'version':2,'info':'x','sources':[{}]}|MISSING_FIELD|sources[0].url is missing",
        "{'version':2,'info':'x','comment':7}|INVALID_FIELD|comment is not a string",
        "{'version':2,'info':'x','comment':'\\ud800'}|INVALID_FIELD|the envelope has half a"
            + " surrogate pair",
        "{'version':2,'info':'x','y':[{'\\ud800':1}]}|MALFORMED_JSON|",
        "{'version':2,'info':'x','previous':'z'}|INVALID_FIELD|previous is not 64 hex digits",
        "{'version':2,'info':'x','copyHints':[{}]}|MISSING_FIELD|copyHints[0].previous is missing"
      })
  void saysWhatIsWrong(String manifest, Reason reason, String message) {
    ManifestException refusal = refusal(stream(manifest.replace('\'', '"')));

    assertThat(refusal.reason()).as(manifest).isEqualTo(reason);
    assertThat(refusal).hasMessageContaining(message == null ? "" : message);
  }

  @ParameterizedTest
  @CsvSource({"0, INVALID_FIELD", "-1, INVALID_FIELD", "134217728, INVALID_FIELD"})
  void refusesHintsOfNoSize(String size, Reason reason) {
    String hash = "ab".repeat(32);
    String hints = "'previous':'" + hash + "','sha256':'" + hash + "','size':" + size;

    assertThatThrownBy(() -> read("'copyHints':[{" + hints + "}]"))
        .hasFieldOrPropertyWithValue("reason", reason)
        .hasMessage("copyHints[0].size is not a whole number between 1 and 134217727");
  }

  @Test
  void refusesAnInfoDocumentThatIsNotTheNamedOne() {
    String manifest = Golden.text("envelope.json").replace("\\\"size\\\":7,", "\\\"size\\\":8,");

    assertThat(refusal(stream(manifest)).reason()).isEqualTo(Reason.WRONG_HASH);
  }

  @ParameterizedTest
  @CsvSource({"trackers, 17, 9", "signatures, 17, 9", "trackers, 1, 8193", "signatures, 1, 8193"})
  void refusesTooMuchInAList(String field, int count, int length) {
    String list = String.join(",", Collections.nCopies(count, "'" + "t".repeat(length) + "'"));

    assertThatThrownBy(() -> read("'" + field + "':[" + list + "]"))
        .hasFieldOrPropertyWithValue("reason", Reason.LIMIT_EXCEEDED)
        .hasMessageContaining(" has more than ");
  }

  @Test
  void refusesAnEnvelopeThatIsTooLong() {
    InputStream endless =
        new SequenceInputStream(stream("{\"version\":2,\"info\":\"x\",\"y\":\""), blanks(2));

    assertThat(refusal(endless)).hasMessage("the envelope has more than 1048576 bytes");
  }

  @Test
  void refusesAnInfoDocumentThatIsTooLong() {
    InputStream endless =
        new SequenceInputStream(stream("{\"version\":2,\"info\":\""), blanks(128));

    assertThat(refusal(endless)).hasMessage("info has more than 134217727 bytes");
  }

  @ParameterizedTest
  @CsvSource({"envelope.json, true", "manifest.json, false", "info-tree.json, false"})
  void tellsVersions(String golden, boolean isVersion2) throws IOException {
    assertThat(EnvelopeReader.isVersion2(stream(Golden.text(golden)))).isEqualTo(isVersion2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "x", "{\"a\":{\"info\":\"\"}}", "{\"b\":\"info\"}"})
  void tellsWhatIsNoManifest(String text) throws IOException {
    assertThat(EnvelopeReader.isVersion2(stream(text))).isFalse();
  }

  @Test
  void passesFailuresOn() {
    assertThatThrownBy(() -> EnvelopeReader.read(broken(), InputStream::readAllBytes))
        .isInstanceOf(IOException.class)
        .hasMessage("Stream closed");
  }

  private static Envelope read(String fields) throws ManifestException, IOException {
    String manifest = ("{'version':2,'info':'x'," + fields + "}").replace('\'', '"');
    return EnvelopeReader.read(stream(manifest), InputStream::readAllBytes).envelope();
  }

  private static String info(String manifest) throws ManifestException, IOException {
    InputStream stream = stream(manifest.replace('\'', '"'));
    return new String(EnvelopeReader.read(stream, InputStream::readAllBytes).info(), UTF_8);
  }

  private static InfoHash hash(String info) {
    return InfoHash.of(Sha256.digest().digest(info.getBytes(UTF_8)), 0);
  }

  /** Mebibytes of blanks, followed by a stream that must not be read. */
  private static InputStream blanks(int mebibytes) {
    byte[] blank = " ".repeat(1 << 20).getBytes(UTF_8);
    Stream<InputStream> all =
        Stream.concat(
            Collections.nCopies(mebibytes, blank).stream().map(ByteArrayInputStream::new),
            Stream.of(broken()));
    return new SequenceInputStream(Collections.enumeration(all.toList()));
  }

  private static InputStream broken() {
    InputStream broken = InputStream.nullInputStream();
    try {
      broken.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return broken;
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static ManifestException refusal(InputStream manifest) {
    return catchThrowableOfType(
        ManifestException.class, () -> EnvelopeReader.read(manifest, InputStream::readAllBytes));
  }
}
