package io.torrentinno.agent.content.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.torrentinno.protocol.model.FileName;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux's {@code renameat2(2)} with {@code RENAME_EXCHANGE}: two files or folders of one file
 * system exchange their names at once.
 */
public final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final int AT_FDCWD = -100;
  private static final int RENAME_EXCHANGE = 2;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final @Nullable Exchange SYSTEM = bind();

  private final MethodHandle renameat2;

  private Exchange(MethodHandle renameat2) {
    this.renameat2 = renameat2;
  }

  /**
   * Blocking. Exchanges two names.
   *
   * @throws IOException when the system, or the file system, can't; nothing has changed then
   */
  public static void exchange(Path one, Path other) throws IOException {
    String fault = SYSTEM == null ? "the system has no renameat2" : reason(SYSTEM.call(one, other));
    if (fault != null) {
      throw new IOException(
          "the names of " + one + " and " + other + " can't be exchanged: " + fault);
    }
  }

  /** Blocking. Whether names in this folder can be exchanged. */
  public static boolean isPossible(Path folder) throws IOException {
    if (SYSTEM == null) {
      return false;
    }
    Path one = Files.createTempFile(folder, FileName.RESERVED_PREFIX, "-probe");
    try {
      Path other = Files.createTempFile(folder, FileName.RESERVED_PREFIX, "-probe");
      try {
        return SYSTEM.call(one, other) == 0;
      } finally {
        Files.deleteIfExists(other);
      }
    } finally {
      Files.deleteIfExists(one);
    }
  }

  private static @Nullable String reason(int error) {
    return switch (error) {
      case 0 -> null;
      case 1, 13 -> "Permission denied";
      case 2 -> "No such file or directory";
      case 16 -> "Device or resource busy";
      case 18 -> "they are on different file systems";
      case 22, 38, 95 -> "the file system does not have this operation";
      case 28 -> "No space left on device";
      case 30 -> "Read-only file system";
      case 122 -> "Disk quota exceeded";
      default -> "error " + error + " of renameat2";
    };
  }

  /** 0, or the number of the error. */
  private int call(Path one, Path other) {
    try (Arena arena = Arena.ofConfined()) {
      Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
      MemorySegment state = arena.allocate(STATE);
      int result =
          (int)
              renameat2.invokeExact(
                  state,
                  AT_FDCWD,
                  arena.allocateFrom(one.toString(), names),
                  AT_FDCWD,
                  arena.allocateFrom(other.toString(), names),
                  RENAME_EXCHANGE);
      return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("renameat2 could not be called", e);
    }
  }

  @SuppressWarnings("restricted") // Calls the C library: the manifest and the tests allow it.
  private static @Nullable Exchange bind() {
    boolean linux = "Linux".equals(System.getProperty("os.name"));
    if (!linux || ADDRESS.byteSize() != Long.BYTES) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    try {
      return new Exchange(
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("renameat2"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.captureCallState("errno")));
    } catch (RuntimeException e) {
      log.debug("No renameat2 here, folders are not replaced", e);
      return null;
    }
  }
}
