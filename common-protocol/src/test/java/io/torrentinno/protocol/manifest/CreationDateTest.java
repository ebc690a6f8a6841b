package io.torrentinno.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected texts are those of Python 3.11. */
class CreationDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "2000-10-31T01:30:00.000-05:00 | 2000-10-31T01:30:00-05:00",
        "2025-05-01T18:43:07.123456    | 2025-05-01T18:43:07.123456",
        "2025-05-01T18:43:07.120       | 2025-05-01T18:43:07.120000",
        "2025-05-01T18:43:07Z          | 2025-05-01T18:43:07+00:00",
        "2025-05-01T18:43:07           | 2025-05-01T18:43:07",
        "2025-05-01 18:43:07           | 2025-05-01T18:43:07",
        "2025-05-01T18:43              | 2025-05-01T18:43:00",
        "2025-05-01T18                 | 2025-05-01T18:00:00",
        "2025-05-01                    | 2025-05-01T00:00:00",
        "20250501T184307               | 2025-05-01T18:43:07",
        "20250501T184307,5+0530        | 2025-05-01T18:43:07.500000+05:30",
        "2025-05-01T18:43:07.0000009   | 2025-05-01T18:43:07",
        "2025-05-01T18:43:07.1234569   | 2025-05-01T18:43:07.123456",
        "2025-05-01T18:43:07.1         | 2025-05-01T18:43:07.100000",
        "2025-05-01T18:43:07.000001Z   | 2025-05-01T18:43:07.000001+00:00",
        "2025-05-01T18:43:07+00:00     | 2025-05-01T18:43:07+00:00",
        "2025-05-01T18:43:07-00:00     | 2025-05-01T18:43:07+00:00",
        "2025-05-01T18:43:07+05        | 2025-05-01T18:43:07+05:00",
        "2025-05-01T18:43:07-23:59:59  | 2025-05-01T18:43:07-23:59:59",
        "2024-02-29T00:00:00           | 2024-02-29T00:00:00",
        "0001-01-01T00:00:00           | 0001-01-01T00:00:00",
        "9999-12-31T23:59:59.999999    | 9999-12-31T23:59:59.999999"
      })
  void isPrintedAsPythonPrintsIt(String written, String canonical) {
    assertThat(CreationDate.canonical(written)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "1746124987",
        "2025",
        "2025-05",
        "2025-5-1",
        "2025-0501",
        "202505-01",
        "2025-05-01T",
        "2025-05-01T1",
        "2025-05-01T18:4",
        "2025-05-01T1843:07",
        "2025-05-01T18:4307",
        "2025-05-01T18:43:07.",
        "2025-05-01T18.5",
        "2025-05-01T18:43:07z",
        "2025-05-01T18:43:07 Z",
        "2025-05-01T18:43:07ZZ",
        "2025-05-01T18:43:07+",
        "2025-05-01T18:43:07+5",
        "2025-05-01T18:43:07+24:00",
        "2025-05-01T18:43:07+05:60",
        "2025-05-01T24:00:00",
        "2025-05-01T18:60:00",
        "2025-05-01T18:43:60",
        "2025-02-29T00:00:00",
        "2025-13-01T00:00:00",
        "2025-00-01T00:00:00",
        "2025-01-00T00:00:00",
        "0000-01-01T00:00:00",
        "-2025-05-01T18:43:07",
        "12025-05-01T18:43:07",
        "2025-05-01T18:43:07\n",
        " 2025-05-01T18:43:07",
        "２025-05-01T18:43:07",
        "2025-W18-4T18:43:07"
      })
  void refusesWhatIsNoDate(String written) {
    assertThatIllegalArgumentException().isThrownBy(() -> CreationDate.canonical(written));
  }

  @Test
  void ofANewManifestIsInUtcToTheSecond() {
    String date = CreationDate.of(Instant.parse("2026-01-02T03:04:05.678Z"));

    assertThat(date).isEqualTo("2026-01-02T03:04:05+00:00");
    assertThat(CreationDate.canonical(date)).isEqualTo(date);
  }
}
