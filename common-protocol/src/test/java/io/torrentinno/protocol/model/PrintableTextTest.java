package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.manifest.ManifestException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
  private static final String ESCAPE = "\u001b[2J";

  @ParameterizedTest
  @ValueSource(strings = {"", "a plain line", "Größe – 10 €", "日本語", "👩‍👩‍👧", "می‌خواهم"})
  void leavesWhatPeopleWrite(String text) {
    assertThat(PrintableText.of(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "001B, escape",
    "0000, nul",
    "000A, line feed",
    "000D, carriage return",
    "007F, delete",
    "009B, control sequence introducer",
    "2028, line separator",
    "202E, right-to-left override",
    "2066, isolate",
    "200B, zero width space",
    "FEFF, byte order mark",
    "E0041, tag",
    "D800, half a surrogate pair"
  })
  void showsWhatIsUnsafeAsCodes(String hex, String name) {
    String unsafe = hex.startsWith("D8") ? "\ud800" : Character.toString(Integer.parseInt(hex, 16));

    assertThat(PrintableText.of("a" + unsafe + "b")).as(name).isEqualTo("a<U+" + hex + ">b");
  }

  @Test
  void cutsLongTextAndNoPair() {
    assertThat(PrintableText.of("abcdef", 3)).isEqualTo("abc…");
    assertThat(PrintableText.of("ab😀", 3)).isEqualTo("ab…");
    assertThat(PrintableText.of("x".repeat(10_000))).hasSize(PrintableText.LINE + 1);
  }

  @Test
  void keepsTheLinesOfATextThatHasLines() {
    assertThat(PrintableText.lines("one\ntwo" + ESCAPE)).isEqualTo("one\ntwo<U+001B>[2J");
  }

  @Test
  void escapesJsonSoThatItMeansTheSame() {
    assertThat(PrintableText.json("{\"n\":\"a\u009b\u202eb\"}\n"))
        .isEqualTo("{\"n\":\"a\\u009B\\u202Eb\"}\n");
    assertThat(PrintableText.json("\"\udb40\udc41\"")).isEqualTo("\"\\uDB40\\uDC41\"");
  }

  @Test
  void messagesThatQuoteADocumentAreClean() {
    assertThatThrownBy(() ->
            AnnounceReader.readResponse(("x\u202e" + ESCAPE).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(AnnounceException.class)
        .message()
        .doesNotContain("\u202e", "\u001b");
    assertThat(new ManifestException(ManifestException.Reason.BAD_PATH, ESCAPE))
        .hasMessage("<U+001B>[2J");
  }
}
