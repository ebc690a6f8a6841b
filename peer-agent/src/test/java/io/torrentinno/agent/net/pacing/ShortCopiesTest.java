package io.torrentinno.agent.net.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCounted;
import io.torrentinno.agent.files.OpenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of short blocks, in the clear. */
class ShortCopiesTest {
  private static final BlockSource SOURCE = BlockSource.REGIONS_AND_SHORT_COPIES;
  private static final int SHORT = 10_000;
  private static final int LONG = 100_000;

  @TempDir Path folder;

  private OpenFile file;

  @BeforeEach
  void open() throws IOException {
    file = new OpenFile(FileChannel.open(Files.write(folder.resolve("file"), new byte[LONG])));
  }

  @AfterEach
  void close() {
    file.release();
  }

  @Test
  void copiesShortPartsAlone() throws IOException {
    assertThat(isCopied(SHORT)).isTrue();
    assertThat(isCopied(LONG)).isFalse();
  }

  @Test
  void copiesNoMoreWhileManyCopiesAreUnsent() throws IOException {
    int count = 0;
    while (isCopied(SHORT)) {
      SOURCE.written(SHORT);
      count++;
    }
    assertThat((long) count * SHORT).isBetween(1L << 20, 17L << 20);

    while (count-- > 0) {
      SOURCE.written(-SHORT);
    }

    assertThat(isCopied(SHORT)).isTrue();
  }

  private boolean isCopied(int length) throws IOException {
    ReferenceCounted part = SOURCE.part(file, 0, length, ByteBufAllocator.DEFAULT);
    part.release();
    return part instanceof ByteBuf;
  }
}
