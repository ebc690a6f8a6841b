package io.torrentinno.agent.content.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.tree.TreeLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeStampsTest {
  @TempDir Path folder;

  @Test
  void looksAtNoFurtherEntryWhenItIsCancelled() throws Exception {
    FileTree tree =
        FileTreeBuilder.build(
            IntStream.range(0, 10)
                .<Entry>mapToObj(number -> new Entry.Folder(List.of("f" + number)))
                .toList(),
            TreeLimits.MIN_PIECE_LENGTH);
    Cancellation cancellation = new Cancellation();
    AtomicInteger steps = new AtomicInteger();

    assertThatThrownBy(() ->
            TreeStamps.scan(
                new TreePaths(folder, tree),
                () -> {
                  if (steps.incrementAndGet() == 3) {
                    cancellation.cancel();
                  }
                  cancellation.requireNone();
                }))
        .isInstanceOf(CancellationException.class);

    assertThat(steps).hasValue(3);
  }
}
