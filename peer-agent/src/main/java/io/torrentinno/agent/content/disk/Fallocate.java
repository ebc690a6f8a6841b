package io.torrentinno.agent.content.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux's {@code fallocate(2)}. Not {@code posix_fallocate}: if the file system can't reserve room,
 * the C library would write to every block.
 */
final class Fallocate {
  /** The result. */
  enum Outcome {
    /** It is done. */
    RESERVED,
    NO_SPACE,
    /** The system or the file system can't do it. */
    UNSUPPORTED
  }

  private static final Logger log = LoggerFactory.getLogger(Fallocate.class);
  private static final int O_RDWR = 2;

  /** It differs between processors (asm/fcntl.h). */
  private static final int O_NOFOLLOW =
      switch (System.getProperty("os.arch")) {
        case "aarch64", "ppc64le" -> 0x8000;
        default -> 0x20000;
      };

  private static final int KEEP_SIZE = 1;
  private static final int PUNCH_HOLE = 2;
  private static final int EINTR = 4;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final @Nullable Fallocate SYSTEM = bind();

  private final MethodHandle open;
  private final MethodHandle fallocate;
  private final MethodHandle close;

  private Fallocate(MethodHandle open, MethodHandle fallocate, MethodHandle close) {
    this.open = open;
    this.fallocate = fallocate;
    this.close = close;
  }

  /** Reserves the first {@code length} bytes of an existing file, which grows to that length. */
  static Outcome reserve(Path file, long length) {
    return SYSTEM == null ? Outcome.UNSUPPORTED : SYSTEM.call(file, 0, 0, length);
  }

  /**
   * Makes a part of an existing file a hole: zeros that take no room. The length of the file stays.
   *
   * @return false when the system, or this file system, can't
   */
  static boolean punch(Path file, long begin, long length) {
    return SYSTEM != null
        && SYSTEM.call(file, PUNCH_HOLE | KEEP_SIZE, begin, length) == Outcome.RESERVED;
  }

  private Outcome call(Path file, int mode, long begin, long length) {
    try (Arena arena = Arena.ofConfined()) {
      Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
      int descriptor =
          (int) open.invokeExact(arena.allocateFrom(file.toString(), names), O_RDWR | O_NOFOLLOW);
      if (descriptor < 0) {
        return Outcome.UNSUPPORTED;
      }
      try {
        return outcome(descriptor, mode, begin, length, arena.allocate(STATE));
      } finally {
        int _ = (int) close.invokeExact(descriptor);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("fallocate could not be called", e);
    }
  }

  private Outcome outcome(int descriptor, int mode, long begin, long length, MemorySegment state)
      throws Throwable {
    while ((int) fallocate.invokeExact(state, descriptor, mode, begin, length) != 0) {
      int error = (int) ERRNO.get(state, 0L);
      if (error == ENOSPC || error == EDQUOT) {
        return Outcome.NO_SPACE;
      }
      if (error != EINTR) {
        return Outcome.UNSUPPORTED;
      }
    }
    return Outcome.RESERVED;
  }

  @SuppressWarnings("restricted") // Calls the C library: the manifest and the tests allow it.
  private static @Nullable Fallocate bind() {
    boolean linux = "Linux".equals(System.getProperty("os.name"));
    if (!linux || ADDRESS.byteSize() != Long.BYTES) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    try {
      return new Fallocate(
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("open"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.firstVariadicArg(2)),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("fallocate"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
              Linker.Option.captureCallState("errno")),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("close"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT)));
    } catch (RuntimeException e) {
      log.debug("No fallocate here, files are lengthened instead", e);
      return null;
    }
  }
}
