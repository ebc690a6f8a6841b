package io.torrentinno.protocol.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Big-endian 64-bit words in byte arrays and in hex text. */
final class Words {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

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

  static void writeHex(long word, byte[] ascii, int offset) {
    for (int i = 0; i < 16; i++) {
      ascii[offset + i] = DIGITS[(int) (word >>> (60 - 4 * i)) & 0xF];
    }
  }
}
