package io.torrentinno.agent.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.SampleTree;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files a person has chosen. */
class FileSelectionTest {
  private final ManifestV2 manifest;

  FileSelectionTest() throws Exception {
    manifest = new SampleTree().manifest();
  }

  @ParameterizedTest
  @CsvSource({
    "*.bin, a/b.bin, true",
    "*.bin, b.bin.old, false",
    "a/*, a/b.bin, true",
    "a/*, a/b/c, false",
    "a/**, a/b/c, true",
    "**/c, a/b/c, true",
    "**, a/b, true",
    "a?c, abc, true",
    "a?c, a/c, false",
    "a/[0-9]*.bin, a/17.bin, true",
    "a/[!0-9]*.bin, a/17.bin, false",
    "[ab, [ab, true",
    "**/x*y*z, p/q/x/xaybz, true",
    "**/x*y*z, p/q/x/xaybz/w, false",
    "*a*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
    "é*, éa, true"
  })
  void comparesPathsWithPatterns(String glob, String path, boolean matches) {
    assertThat(new Glob(glob).matches(path)).isEqualTo(matches);
  }

  @Test
  void namesFilesByPathFolderAndPattern() {
    FileSelection chosen =
        FileSelection.ALL.with(skip("bin", "*.md", "weights/größe.bin"), manifest);

    assertThat(paths(chosen, FilePriority.SKIP))
        .contains("README.md", "bin/run", "bin/latest", "weights/größe.bin");
    assertThat(paths(chosen, FilePriority.NORMAL)).contains("logs/old").isNotEmpty();
  }

  @Test
  void skipsAllThatIsNotNamedAlone() {
    FileSelection chosen =
        FileSelection.ALL.with(
            new FileChoice(List.of("*.md"), List.of(), List.of(), List.of("bin/run")), manifest);

    assertThat(paths(chosen, FilePriority.NORMAL)).containsExactly("README.md");
    assertThat(paths(chosen, FilePriority.HIGH)).containsExactly("bin/run");
    assertThat(chosen.hasSkipped()).isTrue();
  }

  @Test
  void leavesFilesAsTheyAreThatAreNotNamed() {
    FileSelection chosen =
        FileSelection.ALL
            .with(skip("bin"), manifest)
            .with(new FileChoice(List.of(), List.of(), List.of("bin/run"), List.of()), manifest);

    assertThat(paths(chosen, FilePriority.SKIP)).contains("bin/latest").doesNotContain("bin/run");
  }

  @Test
  void refusesAPathThatNamesNothingAndASelectionOfNothing() {
    assertThatThrownBy(() -> FileSelection.ALL.with(skip("bin", "nothing"), manifest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing in model is named nothing");
    assertThatThrownBy(() -> FileSelection.ALL.with(skip("**"), manifest))
        .hasMessageContaining("no file of model would be fetched");
  }

  /** Each pattern is compared with all paths, of which there may be half a million. */
  @Test
  void refusesManyPatternsButNotManyPaths() {
    String[] paths = Collections.nCopies(500, "bin/").toArray(String[]::new);
    String[] patterns = Collections.nCopies(101, "bi?").toArray(String[]::new);

    assertThat(paths(FileSelection.ALL.with(skip(paths), manifest), FilePriority.SKIP))
        .contains("bin/run");
    assertThatThrownBy(() -> FileSelection.ALL.with(skip(patterns), manifest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 100 patterns");
  }

  /** A pattern that names only what others name is no mistake. */
  @Test
  void takesPatternsThatNameTheSame() {
    FileSelection chosen = FileSelection.ALL.with(skip("bin", "bi?", "bin/*", "b*"), manifest);

    assertThat(paths(chosen, FilePriority.SKIP)).containsExactly("bin/latest", "bin/run");
  }

  @Test
  void remembersItselfAsText() {
    FileSelection chosen =
        FileSelection.ALL.with(
            new FileChoice(List.of(), List.of("bin"), List.of(), List.of("*.md")), manifest);

    assertThat(FileSelection.parse(chosen.skippedText(), chosen.highText())).isEqualTo(chosen);
    assertThat(FileSelection.parse("", "")).isEqualTo(FileSelection.ALL);
    assertThat(FileSelection.parse("0-2,5", "").skippedText()).isEqualTo("0-2,5");
    for (String wrong : List.of("x", "3-1", "-1", "1,,2", "99999999")) {
      assertThatThrownBy(() -> FileSelection.parse(wrong, ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static FileChoice skip(String... paths) {
    return new FileChoice(List.of(), List.of(paths), List.of(), List.of());
  }

  private List<String> paths(FileSelection chosen, FilePriority priority) {
    FileTree files = manifest.files();
    return IntStream.range(0, files.size())
        .filter(entry -> chosen.priority(entry) == priority)
        .mapToObj(entry -> String.join("/", files.path(entry)))
        .toList();
  }
}
