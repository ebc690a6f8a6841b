package io.torrentinno.agent.files;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePoolTest {
  @TempDir Path folder;

  private FilePool pool = new FilePool(3, Duration.ofMinutes(1));

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void keepsNoMoreFilesOpenThanItMay() throws IOException {
    List<OpenFile> opened = new ArrayList<>();
    for (PooledFile file : files(10)) {
      OpenFile open = file.acquire();
      opened.add(open);
      open.release();
    }

    assertThat(pool.size()).isEqualTo(3);
    assertThat(opened).filteredOn(file -> file.channel().isOpen()).hasSize(3);
  }

  @Test
  void closesTheFileThatWasNotUsedForTheLongestTime() throws IOException {
    List<PooledFile> files = files(4);
    OpenFile first = use(files.get(0));
    OpenFile second = use(files.get(1));
    use(files.get(2));
    use(files.get(0));
    use(files.get(3));

    assertThat(first.channel().isOpen()).isTrue();
    assertThat(second.channel().isOpen()).isFalse();
  }

  @Test
  void closesSeveralFilesAtOnceWhenALargePoolIsFull() throws IOException {
    pool.close();
    pool = new FilePool(64, Duration.ofMinutes(1));
    List<PooledFile> files = files(65);
    List<OpenFile> opened = new ArrayList<>();
    for (PooledFile file : files) {
      opened.add(use(file));
    }

    assertThat(pool.size()).isEqualTo(60);
    assertThat(opened.subList(0, 5)).noneMatch(file -> file.channel().isOpen());
    assertThat(opened.subList(5, 65)).allMatch(file -> file.channel().isOpen());
  }

  @Test
  void leavesAFileOpenAsLongAsSomebodyUsesIt() throws IOException {
    List<PooledFile> files = files(5);
    OpenFile used = files.get(0).acquire();
    for (PooledFile other : files.subList(1, 5)) {
      use(other);
    }
    assertThat(used.channel().isOpen()).isTrue();

    used.release();

    assertThat(used.channel().isOpen()).isFalse();
  }

  @Test
  void opensAFileAgainWhereItWasClosed() throws IOException {
    List<PooledFile> files = files(5);
    for (PooledFile file : files) {
      use(file);
    }

    OpenFile again = files.get(0).acquire();

    assertThat(again.channel().write(ByteBuffer.wrap(new byte[3]))).isEqualTo(3);
    again.release();
  }

  @Test
  void closesFilesThatNobodyUsesAnyMore() throws IOException {
    pool = new FilePool(3, Duration.ofMillis(5));
    OpenFile open = use(files(1).get(0));

    await().untilAsserted(() -> assertThat(open.channel().isOpen()).isFalse());
    assertThat(pool.size()).isZero();
  }

  @Test
  void refusesAnotherFileOfThatName() throws IOException {
    List<PooledFile> files = files(5);
    for (PooledFile file : files) {
      use(file);
    }
    Path other = Files.createFile(folder.resolve("other"));
    Files.move(other, folder.resolve("0"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> files.get(0).acquire())
        .isInstanceOf(PooledFile.ReplacedException.class)
        .hasMessageContaining(folder.resolve("0").toString());
  }

  @Test
  void followsAFileToItsNewName() throws IOException {
    List<PooledFile> files = files(5);
    PooledFile file = files.get(0);
    use(file);
    Path renamed = folder.resolve("renamed");
    file.rename(renamed, () -> Files.move(folder.resolve("0"), renamed));
    for (PooledFile other : files.subList(1, 5)) {
      use(other);
    }

    assertThat(use(file).channel().isOpen()).isTrue();
  }

  @Test
  void opensAFileForTheFirstTimeUnderItsNewName() throws IOException {
    PooledFile file = files(1).get(0);
    Path renamed = folder.resolve("renamed");
    file.rename(renamed, () -> Files.move(folder.resolve("0"), renamed));

    assertThat(use(file).channel().isOpen()).isTrue();
  }

  @Test
  void opensNothingAfterItsEnd() throws IOException {
    PooledFile file = files(1).get(0);
    OpenFile open = use(file);

    file.close();

    assertThat(open.channel().isOpen()).isFalse();
    assertThatThrownBy(file::acquire).isInstanceOf(ClosedChannelException.class);
  }

  private List<PooledFile> files(int count) throws IOException {
    List<PooledFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(pool.file(Files.createFile(folder.resolve(String.valueOf(i))), READ, WRITE));
    }
    return files;
  }

  private static OpenFile use(PooledFile file) throws IOException {
    OpenFile open = file.acquire();
    open.release();
    return open;
  }
}
