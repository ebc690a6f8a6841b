package io.torrentinno.agent.manifest;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Pauses from time to time while a long text is written to a client. The thread cannot be one of
 * those that hash, because the client may be slow. It is a virtual thread, and without pauses it
 * would keep its carrier from all others until the text is written.
 */
public final class PausingOutput extends FilterOutputStream {
  /** Bytes that are written in about a millisecond. */
  static final int EVERY = 64 << 10;

  private final Runnable pause;
  private int written;

  /** Passes everything on to {@code out}, and yields. */
  public PausingOutput(OutputStream out) {
    this(out, Thread::yield);
  }

  PausingOutput(OutputStream out, Runnable pause) {
    super(out);
    this.pause = pause;
  }

  @Override
  public void write(int oneByte) throws IOException {
    out.write(oneByte);
    wrote(1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    wrote(length);
  }

  private void wrote(int length) {
    written += length;
    if (written >= EVERY) {
      written = 0;
      pause.run();
    }
  }
}
