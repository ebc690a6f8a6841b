package io.torrentinno.system.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.ops.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** File names are UTF-8 whatever the locale is called, and whether the system has it. */
final class LocaleIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "LANG, C",
    "LANG, de_DE.UTF-8",
    "LC_ALL, POSIX",
    "LC_ALL, xx_XX.UTF-8",
    "LC_CTYPE, UTF-8",
    "LC_ALL, ''"
  })
  void theScriptFindsAFileByItsName(String variable, String locale) throws Exception {
    Files.writeString(folder.resolve("Größe 한.torrentinno.json"), "{}");

    String said = add("Größe 한.torrentinno.json", Map.of(variable, locale));

    assertThat(said).contains("No agent answers").doesNotContain("Can't read");
  }

  private String add(String manifest, Map<String, String> locale)
      throws IOException, InterruptedException {
    Path script = Chart.FOLDER.resolve("../../torrentinno").toRealPath();
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "add", manifest, "--agent=http://127.0.0.1:1")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("TORRENTINNO_BUILD", "never");
    builder.environment().putAll(locale);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }
}
