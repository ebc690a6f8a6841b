package io.torrentinno.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceBodyTest {
  /** While the state is downloading, all bytes may be there, but not yet under the final name. */
  @ParameterizedTest
  @CsvSource({
    "seeding, 100, 100, true",
    "paused, 100, 100, true",
    "downloading, 100, 100, false",
    "checking, 100, 100, false",
    "downloading, 100, 99, false",
    "paused, 100, 99, false",
    "seeding, 0, 0, true",
    "fetching-manifest, 0, 0, false",
    "downloading, 0, 0, false"
  })
  void isCompleteWhenItsBytesHaveTheirFinalName(
      String state, long selected, long completed, boolean complete) {
    ResourceBody body =
        new ResourceBody(
            "00".repeat(32),
            "name",
            state,
            200,
            selected,
            completed,
            0,
            0,
            0,
            0,
            0,
            0,
            null,
            null,
            null,
            "magnet:",
            "rarest-first",
            null,
            null,
            null,
            null,
            false,
            null,
            null);

    assertThat(body.isComplete()).isEqualTo(complete);
  }
}
