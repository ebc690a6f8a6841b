package io.torrentinno.agent.content.tree;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.torrentinno.agent.content.SampleTree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreePathsTest {
  @TempDir private Path folder;

  /** A file system without syncfs gets its files one by one. */
  @Test
  void forcesTheEntriesThatAreThere() throws Exception {
    SampleTree tree = new SampleTree();
    TreePaths paths = new TreePaths(tree.writeTo(folder.resolve("model")), tree.manifest().files());
    Files.delete(paths.root().resolve("README.md"));
    Files.delete(paths.root().resolve("logs/old"));
    Files.delete(paths.root().resolve("logs"));

    assertThatCode(paths::force).doesNotThrowAnyException();
  }
}
