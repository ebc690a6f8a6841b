package io.torrentinno.agent.api.bodies;

import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails with {@link BodyRefused} when there are more bytes than a limit. */
final class LimitedInput extends FilterInputStream {
  private final long most;
  private long count;

  LimitedInput(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    counted(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    counted(Math.max(0, read));
    return read;
  }

  private void counted(int read) throws BodyRefused {
    count += read;
    if (count > most) {
      throw new BodyRefused(Reason.TOO_LARGE, "the body has more than " + most + " bytes");
    }
  }
}
