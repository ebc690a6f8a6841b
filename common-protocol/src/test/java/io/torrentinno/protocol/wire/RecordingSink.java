package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.torrentinno.protocol.model.BlockRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps everything that a decoder reports, with the parts of each block joined. */
final class RecordingSink implements FrameDecoder.Sink {
  /** A block whose payload is complete. */
  record Block(BlockRange range, String payloadHex) {}

  /** A block that began and was refused. */
  record Refused(BlockRange range) {}

  final List<Object> events = new ArrayList<>();
  private final boolean wanted;
  private final StringBuilder payload = new StringBuilder();
  private @Nullable BlockRange open;

  RecordingSink() {
    this(true);
  }

  RecordingSink(boolean wanted) {
    this.wanted = wanted;
  }

  @Override
  public void message(PeerMessage message) {
    check(open == null, "a message inside a block");
    events.add(message);
  }

  @Override
  public boolean blockBegins(BlockRange range) {
    check(open == null, "a block inside a block");
    if (wanted) {
      open = range;
    } else {
      events.add(new Refused(range));
    }
    return wanted;
  }

  @Override
  public void blockBytes(BlockRange range, int offset, ByteBuf part) {
    check(range.equals(open), "bytes of a block that did not begin");
    check(2 * offset == payload.length(), "a gap before " + offset);
    check(part.isReadable(), "an empty part");
    payload.append(ByteBufUtil.hexDump(part));
    part.release();
  }

  @Override
  public void blockEnds(BlockRange range) {
    check(range.equals(open), "the end of a block that did not begin");
    check(payload.length() == 2 * range.length(), "a block ends early");
    events.add(new Block(range, payload.toString()));
    payload.setLength(0);
    open = null;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
