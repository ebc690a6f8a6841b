package io.torrentinno.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code docs/configuration.md} shows the settings that there are. With {@code
 * -Dtorrentinno.renew=true} the document is written anew instead of compared.
 */
final class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Documents.ROOT.resolve("docs/configuration.md");

  @Test
  void theLauncherNamesSettingsThatThereAre() throws IOException {
    Matcher named =
        Pattern.compile("--(torrentinno\\.[a-z.-]+)=")
            .matcher(Documents.read(Documents.ROOT.resolve("torrentinno")));
    String document = Documents.read(DOCUMENT);

    assertThat(named.results().map(it -> it.group(1)))
        .hasSizeGreaterThan(6)
        .allSatisfy(name -> assertThat(document).contains("\n### " + name + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"peer-agent", "tracker-service"})
  void showsEverySettingAsTheBuildDescribesIt(String module) throws IOException {
    String document = Documents.read(DOCUMENT);
    Matcher part =
        Pattern.compile("(?s)(<!-- generated: %s -->\n)(.*?)(\n<!-- end -->)".formatted(module))
            .matcher(document);
    assertThat(part.find()).as("the marks of %s in %s", module, DOCUMENT).isTrue();
    String reference = SettingsReference.of(module);

    if (Boolean.getBoolean("torrentinno.renew")) {
      Files.writeString(
          DOCUMENT,
          document.substring(0, part.start(2)) + reference + document.substring(part.end(2)));
      return;
    }

    assertThat(part.group(2))
        .as("%s is not up to date; CONTRIBUTING.md says how to renew it", DOCUMENT)
        .isEqualTo(reference);
  }
}
