package io.torrentinno.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.testing.FaultyDisk;
import io.torrentinno.agent.testing.FaultyDisk.Fault;
import io.torrentinno.agent.testing.FaultyDisk.Step;
import io.torrentinno.agent.testing.WrappedFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailedStartTest extends LocalAgents {
  private static final List<String> THREADS =
      List.of("peer-io", "tracker-io", "hashing-", "write-", "storage-");

  private final FaultyDisk disk = new FaultyDisk();
  private Path data;

  @BeforeEach
  void makeFolder() throws Exception {
    Path real = Files.createDirectories(folder.resolve("faulty")).toRealPath();
    data = new WrappedFileSystem(disk).of(real);
  }

  private static Set<Thread> threads() {
    Set<Thread> all = new HashSet<>(Thread.getAllStackTraces().keySet());
    all.removeIf(thread -> THREADS.stream().noneMatch(thread.getName()::startsWith));
    return all;
  }

  /** The first step fails before the threads are started, the second one after that. */
  @ParameterizedTest
  @EnumSource(names = {"MAKE_FOLDER", "LIST"})
  void closesEverythingWhenTheStateCannotBeRead(Step step) throws Exception {
    Set<Thread> before = threads();
    disk.fail(step, path -> path.endsWith("resources"), Fault.EIO);

    assertThatThrownBy(() -> agent(data))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error")
        .hasNoSuppressedExceptions();

    await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    disk.heal();
    assertThat(agent(data).list()).isEmpty(); // Another agent would hold the lock.
  }
}
