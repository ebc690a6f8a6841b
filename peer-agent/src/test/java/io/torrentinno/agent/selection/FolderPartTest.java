package io.torrentinno.agent.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderPartTest {
  private static final Path FOLDER = Path.of("/srv/model");

  @Test
  void isTheSameForTheSamePathsInAnyOrder() {
    FolderPart part = FolderPart.of(List.of("b/c", "a", "b/", "a"));

    assertThat(part).isEqualTo(FolderPart.of(List.of("a/", "b", "b/c")));
    assertThat(part.names()).containsExactly(List.of("a"), List.of("b"), List.of("b", "c"));
    assertThat(part.isWhole()).isFalse();
  }

  @Test
  void sortsPathsAsEntriesAre() {
    assertThat(FolderPart.of(List.of("a.b", "a/b", "ä", "z")).paths())
        .containsExactly("a/b", "a.b", "z", "ä");
  }

  @Test
  void hasAPlaceOfItsOwn() {
    Path one = FolderPart.of(List.of("a", "b")).placeIn(FOLDER);

    assertThat(one)
        .isEqualTo(FolderPart.of(List.of("b", "a")).placeIn(FOLDER))
        .hasParentRaw(FOLDER);
    assertThat(one)
        .isNotEqualTo(FolderPart.of(List.of("a")).placeIn(FOLDER))
        .isNotEqualTo(FolderPart.of(List.of("ab")).placeIn(FOLDER));
    assertThat(FolderPart.WHOLE.placeIn(FOLDER)).isEqualTo(FOLDER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/hostname",
        "..",
        "a/../b",
        "./a",
        "a//b",
        "a/.",
        "a\0b",
        "a\nb",
        "a\\b",
        ".torrentinno",
        "a/.torrentinno-b",
        " "
      })
  void refusesWhatIsNoPathInTheFolder(String path) {
    refuses(List.of("a", path), "relative to the folder");
  }

  @Test
  void refusesANameThatNoFileCanHave() {
    refuses(List.of("a".repeat(256)), "has more than 255 bytes");
  }

  @Test
  void refusesTooFewAndTooManyPaths() {
    refuses(List.of(), "at least one path");
    refuses(Collections.nCopies(FolderPart.MOST + 1, "a"), "at most 1000 paths");
    refuses(Collections.singletonList(null), "null");
  }

  private static void refuses(List<String> include, String why) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> FolderPart.of(include))
        .withMessageContaining(why);
  }
}
