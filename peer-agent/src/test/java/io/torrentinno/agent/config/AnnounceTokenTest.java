package io.torrentinno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnounceTokenTest {
  private static final String TOKEN = "ti_" + "A".repeat(43);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:80", "[::1]:80", "localhost:80", "https://tracker:443"})
  void readsATokenForATrackerThatNobodyOverhears(String tracker) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");

    assertThat(new AnnounceToken(file, TrackerAddress.parse(tracker), false).get())
        .isEqualTo(TOKEN);
  }

  @Test
  void sendsNoTokenInTheClearUnasked() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN);
    TrackerAddress tracker = TrackerAddress.parse("tracker:8080");

    assertThatExceptionOfType(StartFailed.class)
        .isThrownBy(() -> new AnnounceToken(file, tracker, false))
        .withMessageContaining("http://tracker:8080")
        .withMessageNotContaining(TOKEN)
        .satisfies(e -> assertThat(e.remedy()).contains("announce-token-in-clear=true"));
    assertThat(new AnnounceToken(file, tracker, true).get()).isEqualTo(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "ti_short"})
  void refusesAFileWithoutAToken(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), text);

    assertThatExceptionOfType(StartFailed.class)
        .isThrownBy(() -> new AnnounceToken(file, TrackerAddress.parse("127.0.0.1:80"), false))
        .withMessageContaining("must contain one token");
    assertThat(new AnnounceTokenSettings(null, false).tokenFor(TrackerAddress.parse("t:1")).get())
        .isNull();
  }
}
