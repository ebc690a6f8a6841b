package io.torrentinno.protocol.manifest.v2;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class InfoReaderTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROOT = "ab".repeat(32);

  /** A row of {@code specs/golden/info-refused.json}. */
  record Refused(Reason reason, String message, String info) {}

  static Stream<Refused> refused() {
    return List.of(JSON.readValue(Golden.text("info-refused.json"), Refused[].class)).stream();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void saysWhatIsWrong(Refused row) {
    ManifestException refusal = refusal(row.info().getBytes(UTF_8));

    assertThat(refusal.reason()).isEqualTo(row.reason());
    assertThat(refusal).hasMessageEndingWith(row.message());
    assertThat(refusal.getMessage()).doesNotContain("\0", "\n", "[Source").hasSizeLessThan(2000);
  }

  @Test
  void namesThePathOfABadEntry() {
    String entries = "{'path':['a'],'size':0},{'path':['b','c'],'size':-1}";

    assertThat(refusal(info(entries))).hasMessageStartingWith("files[1] b/c: size is not");
    assertThat(refusal(info("{'path':['a','..'],'size':0}")))
        .hasMessage("files[0] a/..: a name of the path is .., which always means a folder");
  }

  @Test
  void passesOverFieldsThatItDoesNotKnowAndHashesThem() throws ManifestException {
    byte[] plain = info("{'path':['a'],'size':0}");
    byte[] more = info("{'x':[{'path':7}],'path':['a'],'mode':493,'size':0,'root':null}],'y':[1");

    assertThat(InfoReader.read(more).info()).isEqualTo(InfoReader.read(plain).info());
    assertThat(InfoReader.read(more).infoHash()).isNotEqualTo(InfoReader.read(plain).infoHash());
  }

  @Test
  void takesFieldsInAnyOrderAndWhiteSpace() throws ManifestException {
    String text = " { \"files\" : [ ] , \"pieceLength\":65536,\r\n\"name\":\"n\",\"version\":2} \n";

    assertThat(InfoReader.read(text.getBytes(UTF_8)).length()).isEqualTo(text.length());
  }

  @Test
  void takesLinksThatStayInTheTree() throws ManifestException {
    String links =
        "{'path':['a','b','up'],'link':'../../a//./b/.'},{'path':['a','dangling'],'link':'no/x'},"
            + "{'path':['a','self'],'link':'.'},{'path':['top'],'link':'a/self/self/b/up/b/x'}";

    assertThat(InfoReader.read(info(links)).info().files()).hasSize(4);
  }

  @Test
  void refusesOtherEncodings() {
    byte[] info = info("");
    byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    byte[] overlong = info("{'path':['##'],'size':0}");
    int at = new String(overlong, UTF_8).indexOf("##");
    overlong[at] = (byte) 0xC1; // 'a' in two bytes
    overlong[at + 1] = (byte) 0xA1;

    assertThat(refusal(new String(info, UTF_8).getBytes(UTF_16LE)).reason())
        .isEqualTo(Reason.MALFORMED_JSON);
    assertThat(refusal(concat(mark, info)).reason()).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(refusal(overlong)).hasMessage("the JSON is malformed: it is not UTF-8");
  }

  @Test
  void refusesADocumentThatIsCutShort() {
    byte[] info = Golden.text("info-file.json").getBytes(UTF_8);

    for (int length = 0; length < info.length; length++) {
      byte[] cut = new byte[length];
      System.arraycopy(info, 0, cut, 0, length);
      assertThat(refusal(cut).reason()).isEqualTo(Reason.MALFORMED_JSON);
    }
  }

  @Test
  void refuses128MebibytesAndReadsNoFurther() {
    byte[] blank = " ".repeat(1 << 20).getBytes(UTF_8);
    Stream<InputStream> blanks =
        Stream.concat(
            Collections.nCopies(128, blank).stream().map(ByteArrayInputStream::new),
            Stream.of(brokenStream()));

    ManifestException refusal =
        refusal(new SequenceInputStream(Collections.enumeration(blanks.toList())));

    assertThat(refusal.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(refusal).hasMessage("the info document has more than 134217727 bytes");
  }

  @Test
  void refusesMoreThan500000Entries() {
    IntFunction<String> entry = i -> "{\"path\":[\"%06d\"],\"folder\":true}".formatted(i);

    assertThat(refusal(entries(500_001, entry)))
        .hasMessage("files[500000] 500000: files has more than 500000 entries");
  }

  @Test
  void refusesMoreThan500000Folders() {
    IntFunction<String> entry =
        i -> "{\"path\":[\"%06d\",%s\"f\"],\"size\":0}".formatted(i, "\"a\",".repeat(98));

    assertThat(refusal(entries(5051, entry)))
        .hasMessageStartingWith("files[5050] 005050/a/a/")
        .hasMessageEndingWith("files has more than 500000 folders");
  }

  @Test
  void refusesMoreThanAMillionPieces() throws ManifestException {
    String half = file("a", 500_000L * 65_536);

    assertThat(InfoReader.read(info(half + "," + file("b", 500_000L * 65_536))).info().files())
        .hasSize(2);
    assertThat(refusal(info(half + "," + file("b", 500_000L * 65_536 + 1))))
        .hasMessage("files has more than 1000000 pieces of 65536 bytes");
  }

  @Test
  void leavesStreamsOpenAndPassesTheirFailuresOn() throws IOException, ManifestException {
    InputStream open =
        new ByteArrayInputStream(info("")) {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };

    assertThat(InfoReader.read(open).info().files()).isEmpty();
    assertThatThrownBy(() -> InfoReader.read(brokenStream()))
        .isInstanceOf(IOException.class)
        .hasMessage("Stream closed");
  }

  private static String file(String name, long size) {
    return "{\"path\":[\"%s\"],\"size\":%d,\"root\":\"%s\"}".formatted(name, size, ROOT);
  }

  private static InputStream entries(int count, IntFunction<String> entry) {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < count; i++) {
      entries.append(i == 0 ? "" : ",").append(entry.apply(i));
    }
    return new ByteArrayInputStream(info(entries.toString()));
  }

  private static InputStream brokenStream() {
    InputStream broken = InputStream.nullInputStream();
    try {
      broken.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return broken;
  }

  /** An info document with these entries, whose quotes are single. */
  private static byte[] info(String entries) {
    return ("{'version':2,'name':'n','pieceLength':65536,'files':[" + entries + "]}")
        .replace('\'', '"')
        .getBytes(UTF_8);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = new byte[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static ManifestException refusal(byte[] info) {
    return refusal(new ByteArrayInputStream(info));
  }

  private static ManifestException refusal(InputStream info) {
    return catchThrowableOfType(ManifestException.class, () -> InfoReader.read(info));
  }
}
