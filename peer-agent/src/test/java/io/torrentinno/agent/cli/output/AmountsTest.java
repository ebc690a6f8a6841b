package io.torrentinno.agent.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AmountsTest {
  private final Amounts.SizeConverter sizes = new Amounts.SizeConverter();

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "268435456, 256.0 MiB",
    "1099511627776, 1.0 TiB",
    "1125899906842624, 1024.0 TiB"
  })
  void showsSizesInPowersOf1024(long bytes, String text) {
    assertThat(Amounts.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B/s", "1000, 1.0 kB/s", "268435456, 268.4 MB/s"})
  void showsRatesInPowersOf1000(long rate, String text) {
    assertThat(Amounts.rate(rate)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "61, 1:01", "3599, 59:59", "3661, 1:01:01", "360000, 100:00:00"})
  void showsDurationsAsClocksDo(long seconds, String text) {
    assertThat(Amounts.duration(seconds)).isEqualTo(text);
  }

  @Test
  void showsUnknownDurationsAsADash() {
    assertThat(Amounts.duration(null)).isEqualTo("-");
  }

  @ParameterizedTest
  @CsvSource({
    "90, PT1M30S",
    "90s, PT1M30S",
    "10m, PT10M",
    "' 2 h ', PT2H",
    "1d, PT24H",
    "0s, PT0S"
  })
  void readsDurations(String text, Duration duration) {
    assertThat(new Amounts.DurationConverter().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1s", "1.5h", "10M", "100000d", "m"})
  void refusesOtherDurations(String text) {
    assertThatThrownBy(() -> new Amounts.DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("not a duration");
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 65536",
    "64KiB, 65536",
    "64kib, 65536",
    "64 KB, 64000",
    "256MiB, 268435456",
    "1G, 1000000000",
    "7B, 7"
  })
  void readsSizes(String text, long bytes) {
    assertThat(sizes.convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "-1", "1.5MiB", "1XB", "9999999999999"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> sizes.convert(text)).isInstanceOf(TypeConversionException.class);
  }
}
