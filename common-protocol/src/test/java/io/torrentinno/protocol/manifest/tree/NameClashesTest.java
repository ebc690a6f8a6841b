package io.torrentinno.protocol.manifest.tree;

import static io.torrentinno.protocol.manifest.tree.Trees.file;
import static io.torrentinno.protocol.manifest.tree.Trees.folder;
import static io.torrentinno.protocol.manifest.tree.Trees.link;
import static io.torrentinno.protocol.manifest.tree.Trees.path;
import static io.torrentinno.protocol.manifest.tree.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.tree.NameClash.Difference;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NameClashesTest {
  private static final Set<Difference> CASE = EnumSet.of(Difference.CASE);
  private static final Set<Difference> FORM = EnumSet.of(Difference.FORM);
  private static final Set<Difference> BOTH = EnumSet.allOf(Difference.class);
  private static final Set<Difference> NOTHING = EnumSet.noneOf(Difference.class);

  @Test
  void namesThatDifferByCase() throws ManifestException {
    FileTree tree = tree(file("a/README", 1), file("a/readme", 1), file("b/ReadMe", 1));

    assertThat(NameClashes.find(tree, CASE, 9))
        .containsExactly(new NameClash(path("a/README"), path("a/readme")));
    assertThat(NameClashes.find(tree, FORM, 9)).isEmpty();
    assertThat(NameClashes.find(tree, NOTHING, 9)).isEmpty();
  }

  @Test
  void namesThatDifferByUnicodeForm() throws ManifestException {
    FileTree tree = tree(file("caf\u00e9", 1), file("cafe\u0301", 1), file("CAFE\u0301", 1));

    assertThat(NameClashes.find(tree, FORM, 9))
        .containsExactly(new NameClash(path("cafe\u0301"), path("caf\u00e9")));
    assertThat(NameClashes.find(tree, CASE, 9))
        .containsExactly(new NameClash(path("CAFE\u0301"), path("cafe\u0301")));
    assertThat(NameClashes.find(tree, BOTH, 9)).hasSize(2);
  }

  @Test
  void foldersLinksAndFilesClashWithEachOther() throws ManifestException {
    FileTree tree =
        tree(
            file("A/x", 1),
            file("A/y", 1),
            file("a/x", 1),
            link("B", "a"),
            folder("b"),
            file("c/d/E/1", 1),
            folder("c/d/e"));

    assertThat(NameClashes.find(tree, CASE, 9))
        .containsExactlyInAnyOrder(
            new NameClash(path("A"), path("a")),
            new NameClash(path("B"), path("b")),
            new NameClash(path("c/d/E"), path("c/d/e")));
  }

  @Test
  void reportsNoMoreThanAreAskedFor() throws ManifestException {
    FileTree tree = tree(file("a", 1), file("A", 1), file("b", 1), file("B", 1), file("x/X", 1));

    assertThat(NameClashes.find(tree, CASE, 1)).hasSize(1);
    assertThat(NameClashes.find(tree, CASE, 0)).isEmpty();
  }

  @Test
  void aSingleFileAndAnEmptyFolderHaveNone() throws ManifestException {
    assertThat(NameClashes.find(tree(file("", 1)), BOTH, 9)).isEmpty();
    assertThat(NameClashes.find(FileTreeBuilder.build(List.of(), Trees.PIECE), BOTH, 9)).isEmpty();
  }
}
