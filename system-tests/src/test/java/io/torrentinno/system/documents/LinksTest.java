package io.torrentinno.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between the documents, and from them to files and headings, lead somewhere. */
final class LinksTest {
  @Test
  void everyRelativeLinkLeadsToAFileAndAHeadingOfIt() {
    List<Path> documents = Documents.all();

    assertThat(documents).hasSizeGreaterThan(30);
    assertThat(documents.stream().flatMap(LinksTest::faults)).isEmpty();
  }

  @Test
  void readsLinksAndAnchorsAsGitHubDoes() {
    Markdown text =
        new Markdown(
            """
            # Two words, *and* `code.here`
            ## Again
            ## Again
            ```sh
            # no heading, [no](link)
            ```
            [a](b.md#c) and `[no](code)` and ![image](d/e.png "title")
            """);

    assertThat(text.anchors())
        .containsExactlyInAnyOrder("two-words-and-codehere", "again", "again-1");
    assertThat(text.links()).containsExactly("b.md#c", "d/e.png");
  }

  private static Stream<String> faults(Path document) {
    List<String> faults = new ArrayList<>();
    for (String link : new Markdown(Documents.read(document)).links()) {
      if (!link.matches("[a-z]+:.*") && !leadsSomewhere(document, link)) {
        faults.add(Documents.ROOT.relativize(document) + ": " + link);
      }
    }
    return faults.stream();
  }

  private static boolean leadsSomewhere(Path document, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
    if (parts.length == 1 || !target.toString().endsWith(".md")) {
      return Files.exists(target);
    }
    return Files.isRegularFile(target)
        && new Markdown(Documents.read(target)).anchors().contains(parts[1]);
  }
}
