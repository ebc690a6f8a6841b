package io.torrentinno.agent.hashing;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls Linux's {@code setpriority(2)} for one thread, because Java's own thread priorities have no
 * effect on Linux.
 */
final class ThreadPriority {
  private static final Logger log = LoggerFactory.getLogger(ThreadPriority.class);
  private static final int PRIO_PROCESS = 0;

  /** On Linux, this stands for the calling thread and not for its process. */
  private static final int SELF = 0;

  /** A third of the processor time of a thread with normal priority, when both compete. */
  private static final int NICE = 5;

  private static final @Nullable MethodHandle SET_PRIORITY = bind();

  private ThreadPriority() {}

  /**
   * Gives the calling platform thread a lower priority than other threads, where this is possible.
   */
  static void lower() {
    if (SET_PRIORITY == null) {
      return;
    }
    try {
      int result = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, SELF, NICE);
      log.debug("setpriority: {}", result);
    } catch (Throwable e) {
      throw new IllegalStateException("setpriority could not be called", e);
    }
  }

  @SuppressWarnings("restricted") // Calls the C library: the manifest and the tests allow it.
  private static @Nullable MethodHandle bind() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    try {
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("setpriority"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    } catch (RuntimeException e) {
      log.debug("No setpriority here", e);
      return null;
    }
  }
}
