package io.torrentinno.tracker.store.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers an answer that is a list of strings. */
final class Bulks extends CommandOutput<byte[], byte[], List<byte[]>> {
  private static final byte[] NOTHING = {};

  Bulks() {
    super(ByteArrayCodec.INSTANCE, new ArrayList<>());
  }

  @Override
  public void set(@Nullable ByteBuffer bytes) {
    byte[] copy = NOTHING;
    if (bytes != null) {
      copy = new byte[bytes.remaining()];
      bytes.get(copy);
    }
    output.add(copy);
  }
}
