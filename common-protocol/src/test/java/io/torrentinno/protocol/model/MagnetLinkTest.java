package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.Golden;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MagnetLinkTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** A row of {@code specs/golden/magnet-links.json}. */
  record Row(
      String link, int version, String infoHash, List<String> trackers, @Nullable String name) {
    MagnetLink parsed() {
      List<TrackerAddress> where = trackers.stream().map(TrackerAddress::parse).toList();
      return new MagnetLink(version, InfoHash.parse(infoHash), where, name);
    }
  }

  static Stream<Row> rows() {
    return List.of(JSON.readValue(Golden.text("magnet-links.json"), Row[].class)).stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void areReadAndWrittenAsTheSpecificationShows(Row row) {
    assertThat(MagnetLink.parseAny(row.link())).isEqualTo(row.parsed());
    assertThat(row.parsed()).hasToString(row.link());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void areRefusedByReadersOfVersion1(Row row) {
    if (row.version() == 1) {
      assertThat(MagnetLink.parse(row.link())).isEqualTo(row.parsed());
    } else {
      assertThatThrownBy(() -> MagnetLink.parse(row.link()))
          .hasMessage("the link has no parameter xt=urn:torrentinno:…");
    }
  }

  @Test
  void nameOneResourceOfOneVersion() {
    String both = "magnet:?" + "xt=urn:torrentinno:" + HASH + "&xt=urn:torrentinno2:" + HASH;

    assertThatThrownBy(() -> MagnetLink.parseAny(both)).hasMessage("the link names 2 resources");
    assertThat(MagnetLink.parse(both).version()).isEqualTo(1);
    assertThat(MagnetLink.parseAny("magnet:?xt=URN:TorrentInno2:" + HASH).version()).isEqualTo(2);
  }

  private static final String HASH =
      "c9f39745c341b7803874a0b518a4a6295c23666f7bd58254dc86aa9829a8ffec";
  private static final String OTHER =
      "0000000000000000000000000000000000000000000000000000000000000000";
  private static final String XT = "xt=urn:torrentinno:" + HASH;

  @Test
  void namesAResourceItsTrackersAndItsName() {
    MagnetLink link =
        MagnetLink.parse(
            "magnet:?" + XT + "&tr=tracker.example:8080&tr=%5B2001:db8::1%5D:80&dn=a%26b+%C3%BC");

    assertThat(link.infoHash()).isEqualTo(InfoHash.parse(HASH));
    assertThat(link.trackers())
        .containsExactly(
            new TrackerAddress("tracker.example", 8080), new TrackerAddress("2001:db8::1", 80));
    assertThat(link.name()).isEqualTo("a&b ü");
  }

  @Test
  void isReadAsItWasWritten() {
    MagnetLink link =
        new MagnetLink(
            InfoHash.parse(HASH),
            List.of(new TrackerAddress("192.0.2.1", 8080), new TrackerAddress("2001:db8::1", 80)),
            "100 % + ü & more.iso");

    assertThat(MagnetLink.parse(link.toString())).isEqualTo(link);
    assertThat(link.toString())
        .isEqualTo(
            "magnet:?"
                + XT
                + "&tr=192.0.2.1:8080&tr=[2001:db8::1]:80"
                + "&dn=100%20%25%20%2B%20%C3%BC%20%26%20more.iso");
  }

  @Test
  void needsNothingButTheInfoHash() {
    MagnetLink link =
        MagnetLink.parse("MAGNET:?xt=urn:TorrentInno:" + HASH.toUpperCase(Locale.ROOT));

    assertThat(link).hasToString("magnet:?" + XT);
  }

  @Test
  void ignoresUnknownParameters() {
    MagnetLink link = MagnetLink.parse("magnet:?xl=5&xt=urn:btih:abc&" + XT + "&flag&&dn=&tr.1=x");

    assertThat(link).isEqualTo(new MagnetLink(InfoHash.parse(HASH), List.of(), null));
  }

  @Test
  void acceptsWhiteSpaceAroundALinkAndItsParts() {
    assertThat(MagnetLink.parse(" \r\n\tmagnet:?" + XT + "+&tr=+a:1%20\n"))
        .isEqualTo(MagnetLink.parse("magnet:?" + XT + "&tr=a:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%0a", "a/b", "cod%E2%80%AEgpj.exe", ".torrentinno", "+"})
  void ignoresNamesThatNoFileCanHave(String name) {
    assertThat(MagnetLink.parse("magnet:?" + XT + "&dn=" + name).name()).isNull();
    assertThat(MagnetLink.parse("magnet:?" + XT + "&dn=" + "x".repeat(256)).name()).isNull();
  }

  @Test
  void keepsEachTrackerOnce() {
    assertThat(MagnetLink.parse("magnet:?" + XT + "&tr=a:1&tr=b:1&tr=a:1").trackers()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com/, does not begin",
    "magnet:, does not begin",
    "magnet:?dn=x, no parameter xt=urn:torrentinno:…",
    "magnet:?xt=urn:btih:abc, no parameter xt=urn:torrentinno:…",
    "magnet:?xt=urn:torrentinno:12, 64 hex digits",
    "magnet:?{}&xt=urn:torrentinno:" + OTHER + ", names 2 resources",
    "magnet:?{}&tr=example.com, host:port",
    "magnet:?{}&tr=example.com:0, host:port",
    "magnet:?{}&tr=example.com:65536, out of range",
    "magnet:?{}&tr=udp://example.com:80, host:port",
    "magnet:?{}&tr=2001:db8::1:80, host:port",
    "magnet:?{}&tr=[example.com]:80, host:port",
    "magnet:?{}&tr=:80, host name",
    "magnet:?{}&dn=%zz, hex"
  })
  void refusesTextThatIsNoLink(String link, String reason) {
    assertThatThrownBy(() -> MagnetLink.parse(link.replace("{}", XT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesMoreThanItsLimits() {
    StringBuilder many = new StringBuilder("magnet:?" + XT);
    for (int i = 0; i <= MagnetLink.MAX_TRACKERS; i++) {
      many.append("&tr=tracker").append(i).append(":80");
    }

    assertThatThrownBy(() -> MagnetLink.parse(many.toString()))
        .hasMessageContaining("more than 16 trackers");
    assertThatThrownBy(() -> MagnetLink.parse("magnet:?" + "&".repeat(MagnetLink.MAX_LENGTH)))
        .hasMessageContaining("more than 8192 characters");
  }
}
