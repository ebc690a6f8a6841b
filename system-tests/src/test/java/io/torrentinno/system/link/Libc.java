package io.torrentinno.system.link;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Functions of the C library. */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();

  private Libc() {}

  /**
   * A function.
   *
   * @param fixedArguments how many arguments it always has; the others are variadic
   */
  @SuppressWarnings("restricted") // Calls the C library: the tests' JVM allows it.
  static MethodHandle call(String name, FunctionDescriptor type, int fixedArguments) {
    MemorySegment function = LINKER.defaultLookup().findOrThrow(name);
    return fixedArguments == type.argumentLayouts().size()
        ? LINKER.downcallHandle(function, type)
        : LINKER.downcallHandle(function, type, Linker.Option.firstVariadicArg(fixedArguments));
  }

  /** What a function handle has thrown. */
  static IOException asIo(Throwable e) {
    return e instanceof IOException io ? io : new IOException(e);
  }
}
