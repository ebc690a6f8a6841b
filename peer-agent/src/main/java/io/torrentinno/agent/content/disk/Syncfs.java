package io.torrentinno.agent.content.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux's {@code syncfs(2)}, which forces a whole file system onto the disk at once. For hundreds
 * of thousands of small files, only this takes seconds.
 */
public final class Syncfs {
  private static final Logger log = LoggerFactory.getLogger(Syncfs.class);
  private static final int O_RDONLY = 0;
  private static final @Nullable Syncfs SYSTEM = bind();

  private final MethodHandle open;
  private final MethodHandle syncfs;
  private final MethodHandle close;

  private Syncfs(MethodHandle open, MethodHandle syncfs, MethodHandle close) {
    this.open = open;
    this.syncfs = syncfs;
    this.close = close;
  }

  /**
   * Blocking. Syncs the file system that a file or folder lies on.
   *
   * @return false if the system can't do it, or failed
   */
  public static boolean sync(Path existing) {
    return SYSTEM != null && SYSTEM.call(existing);
  }

  private boolean call(Path existing) {
    try (Arena arena = Arena.ofConfined()) {
      Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
      int descriptor =
          (int) open.invokeExact(arena.allocateFrom(existing.toString(), names), O_RDONLY);
      if (descriptor < 0) {
        return false;
      }
      try {
        return (int) syncfs.invokeExact(descriptor) == 0;
      } finally {
        int _ = (int) close.invokeExact(descriptor);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("syncfs could not be called", e);
    }
  }

  @SuppressWarnings("restricted") // Calls the C library: the manifest and the tests allow it.
  private static @Nullable Syncfs bind() {
    boolean linux = "Linux".equals(System.getProperty("os.name"));
    if (!linux || ADDRESS.byteSize() != Long.BYTES) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    try {
      return new Syncfs(
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("open"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.firstVariadicArg(2)),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("syncfs"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT)),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("close"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT)));
    } catch (RuntimeException e) {
      log.debug("No syncfs here, files are synced one by one", e);
      return null;
    }
  }
}
