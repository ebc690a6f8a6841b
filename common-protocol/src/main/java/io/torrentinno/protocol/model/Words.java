package io.torrentinno.protocol.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Big-endian 64-bit words in byte arrays and in hex text. */
final class Words {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Words() {}

  static long read(byte[] bytes, int offset) {
    return (long) LONGS.get(bytes, offset);
  }

  static void write(long word, byte[] bytes, int offset) {
    LONGS.set(bytes, offset, word);
  }

  static long parse(String hex, int from) {
    return HexFormat.fromHexDigitsToLong(hex, from, from + 16);
  }
}
